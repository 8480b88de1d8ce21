import type { CommandModule } from '../../src/commands/command.ts';
import { commands as entries, type CommandEntry } from '../../src/commands.ts';
import type { Command } from '../../src/core/command.ts';
import { IamxError } from '../../src/core/error.ts';
import { commandsIn, commandsOfPage } from './commands-in.ts';

type Answered = Awaited<ReturnType<CommandModule['run']>>;

/** The commands of the program, and what their answers and errors tell to type, as data. */
export function watchedCommands(): {
  readonly commands: readonly CommandEntry[];
  readonly told: readonly Command[];
} {
  const told: Command[] = [];
  const watch = (module: CommandModule): CommandModule => ({
    ...module,
    run: async (...asked) => {
      try {
        const answer = await module.run(...asked);
        told.push(...commandsOfAnswer(answer));
        return answer;
      } catch (error) {
        if (error instanceof IamxError) told.push(...commandsIn([error.advice, error.diagnostics]));
        throw error;
      }
    },
  });
  const commands = entries.map((entry) => ({ ...entry, load: async () => watch(await entry.load()) }));
  return { commands, told };
}

function commandsOfAnswer(answer: Answered): readonly Command[] {
  switch (answer.kind) {
    case 'document':
      return [...commandsOfPage(answer.page()), ...commandsIn([answer.document(), answer.notices])];
    case 'child':
    case 'long':
      return [...commandsOfPage(answer.page?.() ?? []), ...commandsIn(answer.notices)];
    case 'written': {
      const found: Command[] = [];
      answer.text((data) => {
        found.push(...commandsIn(data));
        return data;
      });
      return [...found, ...commandsIn(answer.notices)];
    }
    case 'live':
    case 'stream':
      return [];
  }
}
