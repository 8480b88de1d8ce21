import { hinted, unsetVariables } from '../../../core/command.ts';
import type { Check } from '../flavour.ts';
import { isSet } from '../../places/settings.ts';
import { toDiagnostic } from './value-rules.ts';

/** `AWS_CA_BUNDLE`, then `ca_bundle` of the chosen profile: a file that cannot be read ends the program. */
export const readableCaBundle: Check = {
  says: 'a file of certificates (`AWS_CA_BUNDLE`, `ca_bundle`) that cannot be read',
  find: async ({ world, env, profile }) => {
    const setting = [env('AWS_CA_BUNDLE'), profile.get('ca_bundle')].find(isSet);
    if (setting === undefined) return undefined;
    const { value, evidence } = setting;
    const text = await world.read(value ?? '');
    if (text.kind === 'text') return undefined;
    const state =
      text.code === 'missing'
        ? 'does not exist'
        : text.code === 'directory'
          ? 'is a folder'
          : 'cannot be read';
    return toDiagnostic({
      code: 'ca-bundle-unreadable',
      because: `${evidence.name} names ${world.show(value ?? '')}, which ${state}`,
      evidence: [evidence],
      ...(evidence.kind === 'env'
        ? hinted(unsetVariables(['AWS_CA_BUNDLE']))
        : { hint: 'Correct or remove ca_bundle' }),
    });
  },
};
