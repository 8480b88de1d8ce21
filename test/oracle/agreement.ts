import { rawText } from '../support/raw-text.ts';
import type { Flavour } from '../../src/credentials/chain/flavour.ts';
import type { Recipe } from '../../src/credentials/chain/recipe.ts';
import { resolveChain } from '../../src/credentials/chain/resolve.ts';
import { isSet } from '../../src/credentials/places/settings.ts';
import { openWorld } from '../../src/credentials/places/world.ts';
import type { Obtained } from '../../src/credentials/chain/recipe.ts';
import { hostOfCase, type PlacedCase } from '../support/chain-case.ts';
import { recipeText, staticSecrets } from '../support/recipe-text.ts';
import { callsIn, callsOf, sameCalls, type StsCall } from './calls.ts';
import type { Told } from './oracle.ts';

/** One answer in the words that ours and an SDK's have in common. */
export interface Verdict {
  readonly verdict: 'selected' | 'none' | 'error';
  /** As the fake tells it; keys of a process are keys like others to it. */
  readonly keys?: string;
  /** Of keys that stand somewhere. */
  readonly secret?: string;
  readonly token?: string;
  /** What STS was asked on the way. */
  readonly calls?: readonly StsCall[];
  /** Of an error, or how an SDK names the source: told, not compared. */
  readonly because?: string;
}

/** What the program says of the case, as far as it goes with everything obtained that can be. */
export async function ourVerdict(placed: PlacedCase, flavour: Flavour): Promise<Verdict> {
  const { host } = hostOfCase(placed, Date.now());
  const world = openWorld(host, 'live', placed.options);
  const {
    verdict: whole,
    selected,
    error,
    region,
    steps,
  } = await resolveChain(world, flavour, (recipe) => Promise.resolve(obtain(recipe, placed)));
  // The SDKs are asked for credentials: what stops them where a client is made is not asked, and nothing was obtained.
  const isClient = steps.some(({ id }) => id === 'client');
  const failed = isClient && selected !== undefined ? failure(selected.recipe, placed) : undefined;
  if (failed !== undefined) return { verdict: 'error', because: failed };
  const verdict = !isClient ? whole : selected === undefined ? 'none' : 'selected';
  if (selected === undefined) return { verdict, ...(error === undefined ? {} : { because: error.message }) };
  const secrets = staticSecrets(selected.recipe);
  return {
    verdict,
    keys: recipeText(selected.recipe).replace('process(', 'static('),
    ...(secrets?.secret === undefined ? {} : { secret: secrets.secret }),
    ...(secrets?.token === undefined ? {} : { token: secrets.token }),
    calls: callsOf(selected.recipe, region),
    because: `${selected.provider} (${selected.sdkName})`,
  };
}

export function sdkVerdict({ answer, provenance, requests }: Told): Verdict {
  switch (answer.kind) {
    case 'none':
      return { verdict: 'none' };
    case 'error':
      return { verdict: 'error', because: `${answer.name}: ${answer.message}` };
    case 'keys':
      return {
        verdict: 'selected',
        ...(provenance === undefined ? {} : { keys: provenance }),
        secret: answer.secretAccessKey,
        ...(answer.sessionToken === undefined || answer.sessionToken === ''
          ? {}
          : { token: answer.sessionToken }),
        calls: callsIn(requests),
        because: answer.source,
      };
  }
}

/** Whether both say the same; secrets are compared where ours stand somewhere, regions where ours are known. */
export function agree(ours: Verdict, theirs: Verdict): boolean {
  if (ours.verdict !== theirs.verdict || ours.keys !== theirs.keys) return false;
  if (!sameCalls(ours.calls ?? [], theirs.calls ?? [])) return false;
  return ours.secret === undefined || (ours.secret === theirs.secret && ours.token === theirs.token);
}

/** The case as a person would write it down, for a failure's message. */
export function describeCase({ env, files, options, http }: PlacedCase): string {
  const isOfSdk = ([path]: readonly [string, string]) => path.startsWith('.');
  return [
    ...Object.entries(options).map(([name, value]) => `--${name} ${value}`),
    ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ...Object.entries(files)
      .filter(isOfSdk)
      .map(([path, text]) => `--- ~/${path}\n${text}`),
    `--- http: ${JSON.stringify(http)}`,
  ].join('\n');
}

/** What carrying out a recipe gives in the world of a case, where commands and calls that STS refuses can fail. */
function obtain(recipe: Recipe, placed: PlacedCase): Obtained {
  const failed = failure(recipe, placed);
  if (failed === undefined) return { kind: 'obtained' };
  return { kind: 'not-obtained', error: { code: 'process-failed', severity: 'error', message: failed } };
}

function failure(recipe: Recipe, placed: PlacedCase): string | undefined {
  if (recipe.kind === 'assume-role') {
    const { source, roleArn, durationSeconds } = recipe;
    if (!isSet(roleArn)) return 'STS refuses a role without a name';
    if (source.kind === 'static' && !isSet(source.accessKeyId))
      return 'STS refuses a call that is not signed';
    if (!/^\d*$/.test(rawText(durationSeconds) ?? '')) return 'STS refuses the duration';
    return failure(source, placed);
  }
  if (recipe.kind !== 'process') return undefined;
  const command = rawText(recipe.command) ?? '';
  const [, path] = /^cat .*?([^/]+)$/.exec(command) ?? [];
  const output = path === undefined ? undefined : placed.files[path];
  return output?.includes('"Version":1') === true ? undefined : `\`${command}\` gives no credentials`;
}
