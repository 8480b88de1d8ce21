import { hinted, openAt, unsetVariables } from '../../../core/command.ts';
import { caTroubles, findCaBundle } from '../ca-bundle.ts';
import type { Check } from '../flavour.ts';
import { isSet } from '../../places/settings.ts';
import { toDiagnostic } from './value-rules.ts';

/** `AWS_CA_BUNDLE`, then `ca_bundle` of the chosen profile: a file that gives no certificate ends the program. */
export const readableCaBundle: Check = {
  says: 'a file of certificates (`AWS_CA_BUNDLE`, `ca_bundle`) that cannot be read or holds none',
  find: async (context) => {
    if (![context.env('AWS_CA_BUNDLE'), context.profile.get('ca_bundle')].some(isSet)) return undefined;
    const bundle = await findCaBundle(context);
    if (bundle?.kind !== 'unusable') return undefined;
    const { setting, shown, trouble } = bundle;
    const { name, span } = setting.evidence;
    return toDiagnostic({
      code: trouble === 'without-certificate' ? 'ca-bundle-without-certificate' : 'ca-bundle-unreadable',
      because: `${name} names ${shown}, which ${caTroubles[trouble]}`,
      evidence: [setting.evidence],
      ...(span === undefined
        ? hinted(unsetVariables([name]))
        : hinted(`Correct or remove ${name}: `, openAt(span.file, span.line))),
    });
  },
};
