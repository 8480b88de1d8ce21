import { asDiagnostic, IamxError } from '../../core/error.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import { parseDecodedMessage } from '../../decode/decoded-message.ts';
import type { DecodedMessage } from '../../documents/decode.ts';
import { findEncodedMessage } from '../../decode/encoded-message.ts';
import { refusedIn, type AuthorizationDetails, type Evaluated } from '../../errors/authorization-details.ts';
import { detailsScenario, type DetailsScenario } from '../../errors/details-scenario.ts';
import type { ErrorGroups, ExplainedError } from '../../errors/explained-error.ts';
import type { Fetched } from '../../errors/fetch-details.ts';
import { shownDenial } from '../../errors/shown-fields.ts';
import type { Denial } from '../../messages/denial.ts';
import type { WordedLayer } from '../../messages/layer-wordings.ts';

/** The questions that only AWS answers. Throw `IamxError`. */
export interface AskAws {
  /** The JSON behind an encoded message. */
  (message: string): Promise<string>;
  /** What AWS keeps of a refusal, in the region of its message. */
  readonly details?: (id: string, region: string | undefined) => Promise<Fetched>;
}

/** A refusal with what AWS itself decided. */
export interface LookedUp {
  readonly details: AuthorizationDetails;
  readonly evaluated: Evaluated;
  readonly made: DetailsScenario | undefined;
}

export interface Asked {
  readonly errors: readonly ExplainedError[];
  /** What AWS decoded. */
  readonly decoded: ReadonlyMap<ExplainedError, DecodedMessage>;
  readonly details: ReadonlyMap<ExplainedError, LookedUp>;
  readonly failure: IamxError | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** As many are asked about; equal ones are one. */
const mostIds = 5;

/**
 * Encoded messages and authorization ids: who was refused what, and which statement decides, is known to AWS. Without
 * `isLive` nothing is asked.
 */
export async function askAboutAll(groups: ErrorGroups, isLive: boolean, ask: AskAws): Promise<Asked> {
  const decodedOf = new Map<ExplainedError, DecodedMessage>();
  const diagnostics: Diagnostic[] = [];
  const errors: ExplainedError[] = [];
  const details = new Map<ExplainedError, LookedUp>();
  let failure: IamxError | undefined;
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (thrown) {
      if (!(thrown instanceof IamxError)) throw thrown;
      failure ??= thrown;
      diagnostics.push({ ...asDiagnostic(thrown), code: 'explain-error/live-failed' });
    }
  };
  for (const error of groups.all) {
    let told = error;
    const { authorizationId: id, authorizationRegion: region } = error.fields;
    const { details: askDetails } = ask;
    if (error.hasEncodedMessage) {
      const found = findEncodedMessage(error.text);
      if (found === undefined || isCut(error.text, found.message)) diagnostics.push(truncated);
      else if (isLive)
        await attempt(async () => {
          const decoded = parseDecodedMessage(await ask(found.message));
          if (decoded === undefined) return;
          told = withDecoded(error, decoded);
          decodedOf.set(told, decoded);
        });
    } else if (isLive && id !== undefined && askDetails !== undefined && details.size < mostIds) {
      await attempt(async () => {
        const fetched = await askDetails(id, region);
        if (fetched.kind === 'missing') throw noDetails(fetched.waitedMs, region);
        const evaluated = refusedIn(fetched.details, error.fields.action);
        if (evaluated === undefined) {
          diagnostics.push(nothingRefused);
          return;
        }
        told = withDetails(error, evaluated, fetched.details);
        const made = detailsScenario(told.fields.caller, evaluated, fetched.details);
        details.set(told, { details: fetched.details, evaluated, made });
      });
    }
    errors.push(told);
  }
  return { errors, decoded: decodedOf, details, failure, diagnostics };
}

/** Whoever printed it left its end out. */
function isCut(text: string, encoded: string): boolean {
  const end = text.lastIndexOf(encoded.slice(-shortest)) + shortest;
  return /^(?:\.\.|…|\[)/.test(text.slice(end, end + 3));
}

const shortest = 20;

const truncated: Diagnostic = {
  code: 'explain-error/truncated',
  severity: 'warning',
  message: 'the encoded message is truncated: AWS cannot decode a part of it',
  hint: 'Take it from where it was printed first, whole: mostly several hundred characters.',
};

const nothingRefused: Diagnostic = {
  code: 'explain-error/nothing-refused',
  severity: 'warning',
  message: 'the details that AWS keeps of this request hold nothing that was refused',
};

function noDetails(waitedMs: number, region: string | undefined): IamxError {
  const seconds = Math.round(waitedMs / 1000);
  const place = region === undefined ? 'in this region' : `in ${region}`;
  return new IamxError(
    'aws-failed',
    `AWS has no details of this authorization id ${place}, asked for ${seconds} s`,
    {
      hint: 'It may be too early: they come some minutes after the refusal. Or the refusal was in another region, is more than a day old, or is of an account outside of your organization.',
    },
  );
}

function withDecoded(
  error: ExplainedError,
  { principal, action, resource, explicitDeny }: DecodedMessage,
): ExplainedError {
  return toldBy(error, {
    ...(principal?.arn === undefined ? {} : { caller: principal.arn }),
    ...(action === undefined ? {} : { action }),
    ...(resource === undefined ? {} : { resource }),
    ...(explicitDeny === undefined ? {} : { explicit: explicitDeny }),
  });
}

/** The caller of the text stays: AWS names the role of a session. */
function withDetails(
  error: ExplainedError,
  { action, resource, effect, matched, context }: Evaluated,
  details: AuthorizationDetails,
): ExplainedError {
  const denying = matched.find(({ statements }) => statements.some(({ isDeny }) => isDeny));
  const policy = details.policies.find(({ uri }) => uri === denying?.uri);
  const [caller] = context['aws:PrincipalARN'] ?? context['aws:PrincipalArn'] ?? [];
  const told = toldBy(error, {
    ...(error.fields.caller !== undefined || caller === undefined ? {} : { caller }),
    ...(action === undefined ? {} : { action }),
    ...(resource === undefined ? {} : { resource }),
    ...(effect === undefined ? {} : { explicit: effect === 'explicitDeny' }),
    ...(denying?.uri.startsWith('arn:') === true ? { policyArn: denying.uri } : {}),
  });
  const layer: WordedLayer | undefined = policy?.layer;
  return layer === undefined ? told : { ...told, fields: { ...told.fields, layer } };
}

/** What AWS tells counts before the text; what of it may not be shown is left out. */
function toldBy(error: ExplainedError, denial: Denial): ExplainedError {
  const shown = shownDenial(denial);
  return {
    ...error,
    isCut: error.isCut || Object.keys(shown).length < Object.keys(denial).length,
    fields: { ...error.fields, ...shown },
  };
}
