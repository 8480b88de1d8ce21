import { errorOfProblems, IamxError } from '../core/error.ts';
import { spanOf } from '../core/source.ts';
import { diagnosticOf } from '../formats/problem.ts';
import { prepare, type Prepared } from '../policy/prepare.ts';
import type { Case } from '../policy/question.ts';
import type { Reading } from '../policy/scenario/fields.ts';
import { readQuestion } from '../policy/scenario/question.ts';
import { questionOfMap } from '../policy/stream/fast-question.ts';
import { isPlain, plainCopyOf, kindOf, misused, printed } from './values.ts';

/** Nobody looks at a clock: where a question has no instant, the keys that follow from it are not known. */
export const noTime = { now: undefined };

interface Around {
  /** An endpoint policy is among the policies. */
  readonly hasEndpointPolicy: boolean;
}

/** The cases of a request. Throws `invalid-request` with all problems, each with its place in the printed request. */
export function readRequest(request: unknown, around: Around): Prepared {
  if (!isPlain(request)) {
    const hint = 'A request has `principal`, `action` and `resource`.';
    throw misused('invalid-request', 'request', `\`request\` is ${kindOf(request)}, not a request`, hint);
  }
  const { source, root } = printed(request, 'request', 'invalid-request');
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

/** As `readRequest`, without places: for decisions in great numbers. */
export function readRequestFast(request: unknown, around: Around): Prepared {
  const copy = isPlain(request) ? plainCopyOf(request, 'request', 'invalid-request') : request;
  const question = isPlain(copy) ? questionOfMap(copy) : undefined;
  if (question === undefined) return readRequest(copy, around);
  try {
    return prepare(question, { ...around, ...noTime });
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
