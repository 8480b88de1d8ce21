/** What both doors of the library have (docs/library.md): one list, so that they are the same. */
export { IamxError } from '../core/error.ts';
export type { Diagnostic, Evaluation, Evidence, Span, Step } from '../core/evaluation.ts';
export type { DecodeItem } from '../documents/decode.ts';
export type { ExplainErrorDocument } from '../documents/explain-error.ts';
export { compile, type Compiled } from './compile.ts';
export { decode } from './decode.ts';
export { diff } from './diff.ts';
export { explainError } from './explain-error.ts';
export { lint } from './lint.ts';
export { parsePolicy, type ParsedPolicy } from './parse-policy.ts';
export { simulate } from './simulate.ts';
export { spanOf } from './span.ts';
export type {
  Atom,
  Context,
  Decision,
  DecisionWord,
  Dependence,
  DiffDocument,
  DiffEntry,
  Finding,
  Layer,
  LintDocument,
  LintOptions,
  Policies,
  PolicyInput,
  Request,
  Scenario,
  SimulateDocument,
  SimulateResult,
} from './types.ts';
export type { Policy, PolicyType, Statement } from '../policy/policy.ts';
