import type { Diagnostic } from '../../core/evaluation.ts';
import type {
  ChainStepDocument,
  ExplainChainDocument,
  SelectedDocument,
} from '../../documents/credentials.ts';
import type { ChainStep, Resolution, Selected } from '../chain/chain.ts';
import type { Setting } from '../places/settings.ts';
import { flavourTitle } from '../flavours.ts';
import { accountOf, describeCredentials, providerWords } from '../chain/describe.ts';

/** The JSON of one flavour's answer. */
export function toDocument(resolution: Resolution, diagnostics: readonly Diagnostic[]): ExplainChainDocument {
  const { flavour, verdict, profile, selected, error, region, regionSteps, steps } = resolution;
  return {
    schema: 'iamx.explain-chain/1',
    sdk: flavour,
    verdict,
    summary: summarize(resolution),
    profile: { name: profile.shownName, from: profile.from.evidence },
    ...(selected === undefined ? {} : { selected: toSelected(selected) }),
    ...(error === undefined ? {} : { error }),
    region: { value: regionOf(region), from: region.evidence },
    regionSteps,
    steps: steps.map(toStep),
    diagnostics,
  };
}

/** As it may be shown; the empty text where it is set to nothing. */
function regionOf({ value, evidence }: Setting): string | null {
  if (value === undefined) return null;
  return value.isEmpty ? '' : (evidence.value ?? '');
}

/** One sentence: which credentials, for which tool. */
function summarize({ flavour, verdict, selected, error }: Resolution): string {
  const tool = flavourTitle(flavour);
  if (verdict === 'error') return `${tool} stops: ${error?.message ?? 'an error'}`;
  if (selected === undefined) return `${tool} finds no credentials`;
  return `${tool} uses ${providerWords[selected.provider]}: ${describeCredentials(selected)}`;
}

function toSelected(selected: Selected): SelectedDocument {
  const { provider, sdkName, accessKeyId, expiresAt, roleArn, deferred } = selected;
  const accountId = accountOf(selected);
  const isInferred = accountId !== undefined && selected.accountId === undefined;
  return {
    provider,
    sdkName,
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(isInferred ? { accountConfidence: 'inferred' } : {}),
    ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
    ...(roleArn === undefined ? {} : { roleArn }),
    deferred,
  };
}

/** A step as documents have it: what obtains credentials stays inside. */
export function toStep(step: ChainStep): ChainStepDocument {
  const { wouldGive, ...told } = { ...step, problem: undefined };
  return { ...told, ...(wouldGive === undefined ? {} : { wouldGive: toSelected(wouldGive) }) };
}
