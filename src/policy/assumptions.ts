import type { Assumption } from '../documents/simulate.ts';

/** What a decision may rest on though nobody said it (docs/rules.md, "Assumptions"). */
export type AssumptionKind = Assumption['what'];

/** Context keys whose value, or absence, is assumed where the question does not give them (R432). */
const byKey: ReadonlyMap<string, AssumptionKind> = new Map<string, AssumptionKind>([
  ['aws:resourceaccount', 'resource-account'],
  ['s3:resourceaccount', 'resource-account'],
  ['s3express:resourceaccount', 'resource-account'],
  ['aws:principalarn', 'role-path'],
  ['aws:multifactorauthpresent', 'temporary-credentials'],
  ['aws:tokenissuetime', 'temporary-credentials'],
  ['aws:securetransport', 'secure-transport'],
  ['aws:viaawsservice', 'direct-call'],
  ['aws:calledvia', 'direct-call'],
  ['aws:calledviafirst', 'direct-call'],
  ['aws:calledvialast', 'direct-call'],
  ['aws:sourcevpce', 'no-endpoint'],
  ['aws:sourcevpc', 'no-endpoint'],
  ['aws:vpcsourceip', 'no-endpoint'],
  ['aws:vpceaccount', 'no-endpoint'],
  ['aws:vpceorgid', 'no-endpoint'],
  ['aws:vpceorgpaths', 'no-endpoint'],
  // Fields of the question, which no context key tells.
  ['principalid', 'principal-id'],
  ['canonicaluser', 'principal-id'],
]);

/** By the key in lower case. */
export function assumptionOf(key: string): AssumptionKind | undefined {
  return byKey.get(key);
}
