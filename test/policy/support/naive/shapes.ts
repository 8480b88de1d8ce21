/** The shapes of a question as a scenario file holds it, and of a policy as JSON: all that the naive evaluator reads. */

export type Effect = 'Allow' | 'Deny';
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
export type PrincipalElement = '*' | Readonly<Record<string, string | readonly string[]>>;

export interface Statement {
  readonly Effect: Effect;
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Condition;
}

export interface Document {
  readonly Version: '2008-10-17' | '2012-10-17';
  readonly Statement: readonly Statement[];
}

export type Value = string | readonly string[];

export interface Question {
  readonly principal: string;
  readonly sessionIssuer?: string;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string;
  readonly managementAccount?: string;
  readonly viaEndpoint?: true;
  readonly now: string;
  readonly region: string;
  readonly context: Readonly<Record<string, Value>>;
}

export interface Policies {
  readonly identity?: readonly Document[];
  readonly boundary?: readonly Document[];
  readonly session?: readonly Document[];
  readonly resource?: Document;
  readonly endpoint?: readonly Document[];
  readonly scp?: readonly (readonly Document[])[];
  readonly rcp?: readonly (readonly Document[])[];
}

export type Verdict = 'allowed' | 'explicitDeny' | 'implicitDeny';

/** What is so in every reading of AWS's documents, what is not, and what is so in some. */
export type Reading = 'yes' | 'no' | 'doubt';

/** Where readings differ, the one that grants less counts (R124). */
export function settle(reading: Reading, effect: Effect): boolean {
  return reading === 'yes' || (reading === 'doubt' && effect === 'Deny');
}

export function listOf(value: Value | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
