import type { Diagnostic, Evaluation, Evidence, Step } from '../../core/evaluation.ts';
import type { ChainStep, FlavourId, ProviderId, Resolution, Selected } from '../chain/chain.ts';
import type { Setting } from '../places/settings.ts';
import { flavourTitle } from '../flavours.ts';
import { accountOf, describeCredentials, providerWords } from '../chain/describe.ts';

/** What was chosen, without what obtains it. */
export interface SelectedDocument {
  readonly provider: ProviderId;
  readonly sdkName: string;
  readonly accessKeyId?: string;
  readonly accountId?: string;
  /** Decoded from the key's id, which AWS does not document. */
  readonly accountConfidence?: 'inferred';
  /** ISO 8601. */
  readonly expiresAt?: string;
  readonly roleArn?: string;
  readonly deferred: boolean;
}

interface StepDocument extends Omit<ChainStep, 'problem' | 'wouldGive'> {
  readonly wouldGive?: SelectedDocument;
}

export interface ExplainDocument extends Evaluation {
  readonly schema: 'iamx.explain-chain/1';
  readonly verdict: Resolution['verdict'];
  readonly sdk: FlavourId;
  readonly profile: { readonly name: string; readonly from: Evidence };
  readonly selected?: SelectedDocument;
  readonly error?: Diagnostic;
  readonly region: { readonly value: string | null; readonly from: Evidence };
  readonly regionSteps: readonly Step[];
  readonly steps: readonly StepDocument[];
}

/** The JSON of one flavour's answer. */
export function toDocument(resolution: Resolution, diagnostics: readonly Diagnostic[]): ExplainDocument {
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

function toStep(step: ChainStep): StepDocument {
  const { wouldGive, ...told } = { ...step, problem: undefined };
  return { ...told, ...(wouldGive === undefined ? {} : { wouldGive: toSelected(wouldGive) }) };
}
