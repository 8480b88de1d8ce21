import { isAboutRegion } from './signs.ts';
import type { Host } from '../core/host.ts';
import { openWorld } from '../credentials/places/world.ts';
import { parseArn } from '../identifiers/arn.ts';
import type { ExplainedError } from './explained-error.ts';
import { flavourOf, lookHere, type OnThisMachine } from './on-this-machine.ts';
import type { RanProgram } from './ran-program.ts';

/** The world as the program saw it: `env` in front of it sets variables, and takes some away. */
export function hostOf(host: Host, { env, isEnvEmpty }: RanProgram): Host {
  if (!isEnvEmpty && Object.keys(env).length === 0) return host;
  const all = { ...(isEnvEmpty ? {} : host.env), ...env };
  return Object.create(host, { env: { value: all } }) as Host;
}

/**
 * Which credentials a program used that was run here, for each of its errors; `sdk` is the tool whose rules count, empty
 * where nobody named one.
 */
export function usedBy(
  program: RanProgram,
  host: Host,
  sdk: string,
): (error: ExplainedError) => Promise<OnThisMachine> {
  const { profile, region, note, hidden, isUnsigned } = program;
  const chosen = sdk === '' ? program.flavour : flavourOf(sdk);
  const given = {
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
  };
  const known = new Map<string, Promise<OnThisMachine>>();
  return async (error) => {
    const id = chosen ?? flavourOf(error.rows[0]?.row.sdk);
    const because = isUnsigned ? 'none: the request was not signed' : hidden;
    if (because !== undefined) return { ...nothingFound, sdk: id, used: because };
    const row = error.rows[0]?.row;
    const aboutRegion = row !== undefined && isAboutRegion(row);
    const key = `${id} ${aboutRegion}`;
    const looked = known.get(key) ?? lookHere(openWorld(host, 'offline', given), id, aboutRegion);
    known.set(key, looked);
    const here = await looked;
    const own = sdk === '' && note !== undefined ? { note } : {};
    if (error.fields.action === undefined) return { ...here, ...own };
    // AWS knew who called: what is odd about the credentials did not keep them from being used.
    const { sdk: tool, used } = here;
    const other = isOfOther(error, here) ? { note: ofOther } : own;
    return { ...nothingFound, sdk: tool, used, ...other };
  };
}

const nothingFound = { problems: [], findings: [], isSession: false, isMetadataOff: false } as const;
const ofOther = 'AWS names a caller of another account: the program used other credentials than these';

function isOfOther({ fields }: ExplainedError, { account }: OnThisMachine): boolean {
  const caller = fields.caller === undefined ? undefined : parseArn(fields.caller)?.account;
  return account !== undefined && caller !== undefined && caller !== account;
}
