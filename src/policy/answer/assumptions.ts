import type { Dependences } from '../decision/dependences.ts';
import type { Simulated } from '../decision/simulate.ts';
import { assumptionOf, type AssumptionKind } from '../assumptions.ts';
import { managementField } from '../decision/management.ts';
import { deriveKey } from '../context.ts';
import { foldKey } from '../keys.ts';
import { opensAssumption, type Request } from '../request.ts';

/** What the answer rests on though nobody said it, and which field would say it (docs/scenarios.md). */
export interface Assumption {
  readonly what: AssumptionKind;
  /** The context key that has the assumed value; none where it is no key's. */
  readonly key?: string;
  /** Left out where the key is taken to be absent, or where both readings were decided. */
  readonly value?: string;
  readonly because: string;
  /** The field of a question that tells it. */
  readonly tell: string;
}

const reasons = {
  'resource-account': ['the resource’s ARN names no account', 'resourceAccount'],
  'role-path': ['a session does not tell its role’s path', 'sessionIssuer'],
  'temporary-credentials': ['temporary credentials always carry the key', 'context'],
  'secure-transport': ['requests to AWS are made over TLS', 'context'],
  'direct-call': ['nothing says that a service makes the call', 'context'],
  'no-endpoint': ['nothing says that the request passes through a VPC endpoint', 'viaEndpoint'],
  'member-account': [
    'the question names no management account, whose principals and resources SCPs and RCPs spare',
    'managementAccount',
  ],
  'principal-id': ['the question does not tell the caller’s unique id', 'principalId'],
} as const satisfies Readonly<Record<AssumptionKind, readonly [because: string, tell: string]>>;

/** Those that another decision hangs on, as `dependsOn` lists it, and that SCPs and RCPs count. */
export function assumptionsOf(
  { case: { request }, ifAnothers, set }: Simulated,
  { keys }: Pick<Dependences, 'keys'>,
): readonly Assumption[] {
  const found: Assumption[] = [];
  const add = (what: AssumptionKind, of: Pick<Assumption, 'key' | 'value'> = {}) => {
    const [because, tell] = reasons[what];
    found.push({ what, ...of, because, tell });
  };
  if (ifAnothers !== undefined && !opensAssumption(request, 'aws:resourceaccount')) {
    add('resource-account', { key: 'aws:ResourceAccount', value: request.resourceAccount ?? '' });
  }
  for (const { key, name, what } of assumedAmong(keys)) {
    if (opensAssumption(request, name)) continue;
    if (what === 'resource-account' && found.some((other) => other.what === what)) continue;
    // A canonical user is the account's, and no field tells it.
    if (what === 'principal-id') add(what, name === 'canonicaluser' ? { key } : {});
    else add(what, { key, ...valueOf(request, name) });
  }
  const isOpen = request.strict || request.unknownKeys === true;
  if ((set.scp ?? set.rcp) !== undefined && request.managementAccount === undefined && !isOpen) {
    add('member-account', keys.includes(managementField) ? { key: managementField } : {});
  }
  return found;
}

interface Assumed {
  readonly key: string;
  /** In lower case. */
  readonly name: string;
  readonly what: AssumptionKind;
}

/** The lines of a stream have the same list again and again. */
const known = new WeakMap<readonly string[], readonly Assumed[]>();

function assumedAmong(keys: readonly string[]): readonly Assumed[] {
  let found = known.get(keys);
  if (found === undefined) {
    found = keys.flatMap((key) => {
      const name = foldKey(key);
      const what = assumptionOf(name);
      return what === undefined ? [] : [{ key, name, what }];
    });
    known.set(keys, found);
  }
  return found;
}

function valueOf(request: Request, key: string): Pick<Assumption, 'value'> {
  const derived = deriveKey(request, key);
  return derived.kind === 'value' && typeof derived.value === 'string' ? { value: derived.value } : {};
}
