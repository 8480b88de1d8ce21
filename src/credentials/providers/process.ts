import { command, givenPath, hinted, type Hint } from '../../core/command.ts';
import { Raw, reveal } from '../../core/raw.ts';
import { printProgram } from '../../printers/command.ts';
import { mapProblem } from '../chain/map-problem.ts';
import { fail, failOrPass, lacks, type Provider } from '../chain/provider.ts';
import type { ProcessRecipe } from '../chain/recipe.ts';
import { findExecutable, firstShellWord, type Executable } from '../places/executable.ts';
import { splitShellWords } from '../places/section-names.ts';
import { isSet, shownOf } from '../places/settings.ts';

export interface ProcessRules {
  /** The command is split into words and run as it is, or given to a shell. */
  readonly runs: 'words' | 'shell';
  /** `credential_process =` without a command: tried and broken, or not there. */
  readonly emptyCommand: 'tried' | 'absent';
  /** What any failure does to the chain. */
  readonly problem: 'fail' | 'pass';
  /** Every problem shows at the first use, not while the chain is chosen. */
  readonly isAtUse: boolean;
}

export const processProvider: Provider<ProcessRules> = {
  id: 'process',
  title: 'External process (credential_process)',
  async attempt(context, rules) {
    const { profile, world } = context;
    const command = profile.get('credential_process');
    const isThere = rules.emptyCommand === 'tried' ? command.value !== undefined : isSet(command);
    if (!isThere) return lacks(context, 'credential_process');
    const map = mapProblem([command]);
    if (map !== undefined) return fail(map);
    const evidence = [command.evidence];
    const text = command.value === undefined ? '' : reveal(command.value);
    const argv = rules.runs === 'words' ? splitShellWords(text) : undefined;
    const recipe: ProcessRecipe = {
      kind: 'process',
      command,
      ...(argv === undefined ? {} : { argv }),
    };
    const late = rules.isAtUse ? { recipe } : {};
    if (rules.runs === 'words' && argv === undefined) {
      return failOrPass(rules.problem, {
        code: 'process-quotes',
        because: 'credential_process has a quote or a backslash at its end that is not closed',
        evidence,
        ...late,
      });
    }
    const program = argv === undefined ? firstShellWord(text, world) : argv[0];
    if (text.trim() === '' || (argv !== undefined && program === undefined)) {
      return failOrPass(rules.problem, {
        code: 'process-empty',
        because: `credential_process of ${profile.label} is empty`,
        evidence,
        hint: 'Remove the line, or give the whole command',
        ...late,
      });
    }
    if (program !== undefined) {
      const found = await findExecutable(world, program);
      if (found.kind !== 'found') {
        const state = found.kind === 'missing' ? 'is not there' : 'may not be executed';
        return failOrPass(rules.problem, {
          code: 'process-not-found',
          because: `the program ${printProgram(new Raw(program), 0)} of credential_process ${state}${found.searched === undefined ? '' : ` in ${found.searched}`}`,
          evidence,
          ...hintFor(found, program, rules),
          ...late,
        });
      }
    }
    return {
      outcome: 'win',
      because: `${profile.label} runs a process for its credentials`,
      evidence: [
        ...evidence,
        {
          kind: 'process',
          name: program === undefined ? shownOf(command) : printProgram(new Raw(program), 0),
          value: 'not run',
        },
      ],
      given: { deferred: true, recipe },
      ifNotObtained: rules.problem,
    };
  },
};

function hintFor(found: Executable, program: string, { runs }: ProcessRules): { readonly hint?: Hint } {
  if (found.kind === 'not-executable' && found.searched === undefined) {
    return hinted(command`chmod +x ${givenPath(program)}`);
  }
  return {
    hint:
      runs === 'words' && /^~|\$/.test(program)
        ? 'No shell reads the command: write the whole path instead of ~ or $VARIABLE'
        : 'Give the whole path of the program, or add its folder to PATH',
  };
}
