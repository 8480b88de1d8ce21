import { inWords } from '../chain/describe.ts';
import type { ProviderId } from '../chain/chain.ts';
import { flavourTitle } from '../flavours.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';

/** Requests of nobody, and of somebody else: docs/gotchas.md, 85 and 86. */
export const unsignedGotchas: readonly Gotcha[] = [
  {
    id: 85,
    code: 'request-unsigned',
    says: 'The tool gets empty keys and sends the request without a signature: the 403 that follows is about nobody, and no policy helps.',
    find: findUnsigned,
  },
  {
    id: 86,
    code: 'passed-over',
    says: 'What was set up failed, and the tool went on without a word: another identity acts, or none.',
    find: findPassedOver,
  },
];

/** RUN: the Go SDK takes an answer without keys for keys that are empty. */
function findUnsigned({ context, resolution }: Situation): readonly Found[] {
  const { selected, flavour } = resolution;
  if (flavour !== 'go' || (selected?.provider !== 'container' && selected?.provider !== 'imds')) return [];
  const isAnswered = context.world
    .heard()
    .some(
      ({ request, result }) =>
        result.kind === 'answered' &&
        result.status === 200 &&
        isEmptyAnswer(result.body) &&
        isOf(request.url, selected.provider),
    );
  if (!isAnswered || selected.accessKeyId !== undefined) return [];
  return [
    {
      message: `no credentials: the endpoint answers without keys, and ${flavourTitle(flavour)} sends the request without a signature; AWS refuses it as nobody's`,
      advice:
        'The 403 that follows is no matter of policies: let the endpoint give AccessKeyId and SecretAccessKey',
    },
  ];
}

function isEmptyAnswer(body: string): boolean {
  return /^\s*\{[^]*\}\s*$/.test(body) && !/"AccessKeyId"\s*:\s*"[^"]/.test(body);
}

function isOf(url: string, provider: ProviderId): boolean {
  return provider === 'container' || /\/security-credentials\/./.test(url);
}

/** Told by gotchas of their own: 11, 28, 36 and 45. */
const toldElsewhere: readonly string[] = ['env', 'web-identity', 'process', 'assume-role'];

function findPassedOver({ resolution }: Situation): readonly Found[] {
  const { steps, flavour, verdict, diagnostics } = resolution;
  if (verdict === 'error' || diagnostics.some(({ code }) => code === 'error-swallowed')) return [];
  const passed = steps.filter(({ id, outcome }) => outcome === 'passed-over' && !toldElsewhere.includes(id));
  return passed.map(({ because, title, evidence }): Found => ({
    message: `passed over: ${title} (${because}); ${flavourTitle(flavour)} goes on without a word and ${inWords(resolution)}`,
    span: evidence.find(({ span }) => span !== undefined)?.span,
  }));
}
