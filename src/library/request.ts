import { errorOfProblems, IamxError } from '../core/error.ts';
import { spanOf } from '../core/source.ts';
import { diagnosticOf } from '../formats/problem.ts';
import { prepare, type Prepared, type PrepareOptions } from '../policy/prepare.ts';
import type { Case } from '../policy/question.ts';
import type { Reading } from '../policy/scenario/fields.ts';
import { readQuestion } from '../policy/scenario/question.ts';
import { questionOfMap } from '../policy/stream/fast-question.ts';
import { isPlain, plainCopyOf, kindOf, misused, printed } from './values.ts';

/** Nobody looks at a clock: where a question has no instant, the keys that follow from it are not known. */
export const noTime = { now: undefined };

/** Made once: two objects spread into one take longer than the rest of reading a request. */
const withoutEndpoint: PrepareOptions = { hasEndpointPolicy: false, ...noTime };
const withEndpoint: PrepareOptions = { hasEndpointPolicy: true, ...noTime };

interface Around {
  /** An endpoint policy is among the policies. */
  readonly hasEndpointPolicy: boolean;
}

type PlainRequest = Readonly<Record<string, unknown>>;

function plainRequest(request: unknown): PlainRequest {
  if (isPlain(request)) return request;
  const hint = 'A request has `principal`, `action` and `resource`.';
  throw misused('invalid-request', 'request', `\`request\` is ${kindOf(request)}, not a request`, hint);
}

/** The cases of a request. Throws `invalid-request` with all problems, each with its place in the printed request. */
export function readRequest(request: unknown, around: Around): Prepared {
  const { source, root } = printed(plainRequest(request), 'request', 'invalid-request');
  const reading: Reading = { problems: [], places: new Map() };
  const key = { kind: 'string', value: 'request', start: 0, end: 0 } as const;
  const question = readQuestion(reading, { key, value: root }, root);
  if (question === undefined || reading.problems.length > 0) {
    throw errorOfProblems(
      'invalid-request',
      reading.problems.map((problem) => diagnosticOf(source, problem)),
    );
  }
  const { places } = reading;
  const place = (field: string) =>
    spanOf(source, places.get(field) ?? places.get(field.split('/', 1)[0] ?? '') ?? root);
  return prepare(question, { ...around, ...noTime, place });
}

/** The request as it is now, whatever its owner does to it. Throws `invalid-request`. */
export function copyOfRequest(request: unknown): PlainRequest {
  return plainCopyOf(plainRequest(request), 'request', 'invalid-request') as PlainRequest;
}

/** As `readRequest`, without places: for decisions in great numbers. */
export function readCopyFast(copy: PlainRequest, around: Around): Prepared {
  const question = questionOfMap(copy);
  if (question === undefined) return readRequest(copy, around);
  try {
    return prepare(question, around.hasEndpointPolicy ? withEndpoint : withoutEndpoint);
  } catch (error) {
    if (!(error instanceof IamxError)) throw error;
    // Once more, to say where.
    return readRequest(copy, around);
  }
}

/** The one case of a request. Throws `invalid-request` where it is several. */
export function onlyCase({ cases }: Prepared): Case {
  const [only] = cases;
  if (only !== undefined && cases.length === 1) return only;
  const hint = 'Name one action and one resource; `simulate` answers several at once.';
  throw misused(
    'invalid-request',
    'request',
    `the request is ${cases.length} questions, and one is decided here`,
    hint,
  );
}
