import { IamxError } from '../../core/error.ts';
import type { LayerId } from '../decision/layers.ts';
import { prepare } from '../prepare.ts';
import type { Case, Question } from '../question.ts';

/** The question as a request that can be decided; undefined where it is none. */
export function caseOf(question: Question, layer: LayerId, now: number): Case | undefined {
  try {
    return prepare(question, { now, hasEndpointPolicy: layer === 'endpoint' }).cases[0];
  } catch (error) {
    if (error instanceof IamxError && error.code === 'invalid-request') return undefined;
    throw error;
  }
}
