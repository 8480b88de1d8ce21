import { caTroubles, findCaBundle } from '../chain/ca-bundle.ts';
import { findEndpoint } from '../chain/endpoint-url.ts';
import { flavourTitle } from '../flavours.ts';
import { isSet } from '../places/settings.ts';
import { edit, unset } from '../repairs.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';

/** Whom the tool trusts at the other end. */
export const certificateGotchas: readonly Gotcha[] = [
  {
    code: 'ca-bundle-unusable',
    says: 'AWS_CA_BUNDLE, ca_bundle or REQUESTS_CA_BUNDLE names a file that is not there, cannot be read, or holds no certificate: credentials are found, and every call fails.',
    find: (situation) => (isNamed(situation) ? findUnusable(situation) : []),
  },
];

function isNamed({ context: { flavour, env, profile } }: Situation): boolean {
  return flavour.retrieval.network.caBundle.some((name) => isSet(env(name)) || isSet(profile.get(name)));
}

async function findUnusable({ context, resolution }: Situation): Promise<readonly Found[]> {
  const bundle = await findCaBundle(context);
  // Go looks at the file before anything else, and has said so.
  if (bundle?.kind !== 'unusable' || resolution.error?.code.startsWith('ca-bundle-') === true) return [];
  const { endpoint } = findEndpoint(context, 'STS');
  // Without TLS nobody asks for it.
  if (endpoint.value?.fits(/^http:/i) === true) return [];
  const { setting, shown, trouble } = bundle;
  const { name, span } = setting.evidence;
  return [
    {
      message: `${name} names ${shown}, which ${caTroubles[trouble]}: ${flavourTitle(resolution.flavour)} stops at its first call`,
      span,
      advice: 'Name a PEM file with the certificates of the authorities, or take it away',
      fix: span === undefined ? unset(context.world, [name]) : edit(context.world, span),
    },
  ];
}
