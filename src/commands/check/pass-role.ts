import { IamxError } from '../../core/error.ts';
import { dataFiles } from '../../data/files.ts';
import { installData } from '../../data/source.ts';
import { findAction } from '../../data/actions.ts';
import { suggestAction } from '../../data/suggest-action.ts';
import { parsePrincipal, type RolePrincipal } from '../../identifiers/principal.ts';
import type { Asker } from '../../checks/asker.ts';
import type { Checked } from '../../checks/check.ts';
import { givenCaller, readCaller } from '../../checks/roles/caller.ts';
import { checkPassRole } from '../../checks/roles/pass-role.ts';
import {
  findService,
  nearestService,
  passedServices,
  type AskedService,
} from '../../checks/roles/services.ts';
import { printTyped } from '../../printers/names.ts';
import type { Given } from '../../policy/scenario/given.ts';
import { givenOf, givenPolicies, givenValues, readRole } from './role-question.ts';
import { isAskingAws, withAccount, type Run } from './run.ts';

/** Throws `usage`, and what reading files and asking AWS throws. */
export async function passRole(words: readonly string[], run: Run): Promise<Checked> {
  installData(dataFiles);
  const { host, options } = run;
  const given = givenOf(options);
  const isAsked = isAskingAws(given, options);
  const text = readRole(words, 'pass-role', isAsked);
  const service = serviceOf(given);
  const asked = {
    service,
    given: await givenPolicies(host, given),
    profile: given.text('instance-profile'),
    resource: given.text('associated-resource'),
    call: callOf(given),
    hasMfa: given.isOn('mfa'),
    values: givenValues(given),
    now: host.now(),
  };
  if (!isAsked) {
    const principal = given.text('principal');
    if (principal === undefined)
      throw new IamxError('usage', 'who passes the role?', { hint: 'Add `--principal ARN`.' });
    return checkPassRole({ ...asked, role: roleOf(text), caller: givenCaller(principal) });
  }
  return withAccount('pass-role', run, async (asker) => {
    const role = await wholeRole(text, asker);
    const isOwn = role.account === asker.caller.account && role.partition === asker.partition;
    const [known, profiles, caller] = await Promise.all([
      isOwn ? asker.reader.role(role.roleName) : undefined,
      isOwn && service.known?.throughProfile === true
        ? asker.reader.instanceProfilesOf(role.roleName)
        : undefined,
      readCaller(given.text('principal') ?? asker.caller.arn, asker, given.isOn('only-these')),
    ]);
    return checkPassRole({
      ...asked,
      role,
      caller,
      asker,
      ...(known === undefined ? {} : { known }),
      ...(profiles === undefined ? {} : { profiles }),
    });
  });
}

function roleOf(text: string): RolePrincipal {
  const principal = parsePrincipal(text);
  if (principal.kind !== 'role') throw new Error('the role was read before');
  return principal;
}

/** A name as the ARN of the role that has it. */
async function wholeRole(text: string, { reader, partition, caller }: Asker): Promise<RolePrincipal> {
  const principal = parsePrincipal(text);
  if (principal.kind === 'role') return principal;
  const found = await reader.role(text);
  return roleOf(
    found.kind === 'found' ? found.value.arn : `arn:${partition}:iam::${caller.account}:role/${text}`,
  );
}

function serviceOf(given: Given): AskedService {
  const text = given.text('service');
  const examples = passedServices.slice(0, 3).map(({ principal }) => principal);
  if (text === undefined)
    throw new IamxError('usage', 'which service is to get the role?', {
      hint: `Add \`--service\`, as in ${examples.join(', ')}.`,
    });
  const service = findService(text);
  if (service !== undefined) return service;
  const near = nearestService(text);
  throw new IamxError('usage', `${printTyped(text)} is no service principal`, {
    hint: near === undefined ? `Its form is ${examples.join(', ')}.` : `Did you mean \`${near}\`?`,
  });
}

function callOf(given: Given): string | undefined {
  const text = given.text('call');
  if (text === undefined) return undefined;
  const known = findAction(text);
  if (known !== undefined) return known.name;
  const near = suggestAction(text);
  throw new IamxError('usage', `${printTyped(text)} is no known action of AWS`, {
    hint: near === undefined ? 'Write it as in lambda:CreateFunction.' : `Did you mean \`${near}\`?`,
  });
}
