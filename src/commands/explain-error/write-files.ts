import { IamxError } from '../../core/error.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import { append } from '../../core/lists.ts';
import { Raw } from '../../core/raw.ts';
import { scenariosOf, type ErrorAnswer, type Explained } from '../../errors/answer.ts';
import type { Plain } from '../../formats/yaml-write.ts';
import type { Given, Refused } from './decide.ts';
import { printPath } from '../../printers/addresses.ts';
import { writeNew } from './files.ts';

/** What the answer says was refused. */
export function refusedIn({ error: { fields }, basis, scenario }: ErrorAnswer): Refused {
  return basis === 'encoded-message' && scenario !== undefined ? { fields, scenario } : { fields };
}

/** A scenario names its policies by their files. Throws `usage` where one is standard input. */
function refuseUnnamed({ policies, file }: Given): void {
  const refs = Object.values(policies).flat(2);
  if (file !== '-' && !refs.some((ref) => ref.kind === 'file' && ref.path === '-')) return;
  throw new IamxError('usage', '`--save` names policies by their files, and `-` is none', {
    hint: 'Write the policy into a file first.',
  });
}

/** Writes what `--save` and `--suggest` ask for, and says what is left to be done. Throws `usage`, `file-unwritable`, and what deciding throws. */
export async function writeFiles(
  host: Host,
  { save, suggest }: { readonly save: unknown; readonly suggest: unknown },
  explained: Explained,
  given: Given | undefined,
): Promise<readonly Diagnostic[]> {
  const notices = typeof save === 'string' ? await saveScenarios(host, save, explained, given) : [];
  if (typeof suggest === 'string') await writePolicy(host, suggest, explained);
  return notices;
}

async function saveScenarios(
  host: Host,
  file: string,
  explained: Explained,
  given: Given | undefined,
): Promise<readonly Diagnostic[]> {
  const scenarios =
    given === undefined ? scenariosOf(explained) : await decidedScenarios(host, file, explained, given);
  const [first] = scenarios;
  if (first === undefined)
    throw new IamxError('usage', 'the text does not say who was refused what: there is no scenario to save', {
      hint: 'Leave --save out.',
    });
  await writeNew(host, '--save', file, scenarios.length === 1 ? first : scenarios);
  const isBare =
    given === undefined &&
    explained.answers.some(
      ({ scenario, basis }) => scenario !== undefined && basis !== 'authorization-details',
    );
  return isBare ? [withoutPolicies(file)] : [];
}

/** With the policies that were given; those that AWS itself kept of a refusal stay as they were. */
async function decidedScenarios(
  host: Host,
  file: string,
  { answers }: Explained,
  given: Given,
): Promise<readonly (Plain & object)[]> {
  refuseUnnamed(given);
  const { scenariosGiven } = await import('./decide.ts');
  const all: (Plain & object)[] = [];
  for (const answer of answers) {
    const { scenario, error, basis } = answer;
    if (basis === 'authorization-details' || scenario === undefined) {
      if (scenario !== undefined) all.push(scenario);
      continue;
    }
    const told =
      (await scenariosGiven(refusedIn(answer), given, host, file)) ??
      (await scenariosGiven({ fields: error.fields, scenario }, given, host, file));
    append(all, told ?? [scenario]);
  }
  return all;
}

/** What a scenario lacks that nobody gave policies for: `iamx test` has nothing to decide with. */
function withoutPolicies(file: string): Diagnostic {
  return {
    code: 'explain-error/no-policies',
    severity: 'info',
    message: `the scenario in \`${printPath(new Raw(file))}\` has no policies yet: what AWS decided is expected`,
    hint: 'Write them under `policies:`, or give them here: --policy FILE.',
  };
}

async function writePolicy(host: Host, file: string, { answers }: Explained): Promise<void> {
  const offered = answers.flatMap(({ suggestion }) =>
    suggestion?.kind === 'policy' ? [suggestion.document] : [],
  );
  const [first] = offered;
  if (first === undefined) {
    const because = answers.flatMap(({ suggestion }) =>
      suggestion?.kind === 'none' ? [suggestion.because] : [],
    )[0];
    throw new IamxError('usage', `no policy is written: ${because ?? 'nothing was refused'}`, {
      hint: 'Leave --suggest out, and ask the owner: add --request text.',
    });
  }
  const Statement = offered.flatMap((document) => document.Statement.map((statement) => ({ ...statement })));
  await writeNew(host, '--suggest', file, { Version: first.Version, Statement });
}
