import { hinted, unsetVariables } from '../../../core/command.ts';
import type { Check } from '../flavour.ts';
import { imdsEndpoint, type ImdsClientRules } from '../imds-client.ts';

/** Variables and profile keys that have to be whole numbers: Python's `int()` stops the tool otherwise. */
export function wholeNumbers(names: readonly { readonly variable: string; readonly key: string }[]): Check {
  const find: Check['find'] = ({ env, profile }) => {
    for (const { variable, key } of names) {
      const fromEnv = env(variable);
      const setting = fromEnv.value === undefined ? profile.get(key) : fromEnv;
      if (setting.value === undefined || setting.value.fits(/^\s*[+-]?\d+(?:_\d+)*\s*$/)) continue;
      const { name, span } = setting.evidence;
      return {
        code: 'not-a-number',
        severity: 'error',
        message: `${name} ${setting.value.isEmpty ? 'is empty' : 'is no whole number'}, which stops every command`,
        ...(span === undefined
          ? hinted(unsetVariables([name]))
          : { hint: `Give ${name} a whole number, or remove the line`, span }),
      };
    }
    return undefined;
  };
  const listed = names.map(({ variable, key }) => `\`${variable}\` or \`${key}\``).join(', ');
  return { says: `no whole number in ${listed}`, find };
}

/** An endpoint or endpoint mode of the instance metadata that cannot be, which is read even where it is not needed. */
export function imdsAddress(rules: ImdsClientRules): Check {
  const find: Check['find'] = (context) => {
    const { problem, evidence } = imdsEndpoint(context, rules);
    if (problem === undefined) return undefined;
    const { name, span } = evidence;
    return {
      code: `imds-${problem}`,
      severity: 'error',
      message: `${name} is ${problem === 'invalid-mode' ? 'neither IPv4 nor IPv6' : 'no URL'}, which stops every command`,
      ...(span === undefined ? hinted(unsetVariables([name])) : { span }),
    };
  };
  return {
    says: 'an endpoint of the instance metadata that is no URL, or a mode that is neither IPv4 nor IPv6',
    find,
  };
}
