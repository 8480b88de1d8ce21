import type { OidcProviderFacts, Read, RoleFacts, SamlProviderFacts } from '../../aws/account.ts';
import type { PolicySet } from '../../policy/decision/compile.ts';
import type { QuestionValues } from '../../policy/question.ts';
import type { Asker } from '../asker.ts';
import type { Assertion } from './assertion.ts';
import type { Caller } from './caller.ts';
import type { Claims } from './claims.ts';
import type { Passed } from './limits.ts';

/** An identity provider as the account of the role has it. */
export type KnownProvider =
  | { readonly protocol: 'oidc'; readonly read: Read<OidcProviderFacts> }
  | { readonly protocol: 'saml'; readonly read: Read<SamlProviderFacts> };

/** What a person asks: may this caller assume that role, passing this? */
export interface AssumeRole {
  /** Its ARN. */
  readonly role: string;
  readonly caller: Caller;
  /** Policies that options give: each layer takes the place of what was read. */
  readonly given: PolicySet;
  /** The role as the account has it; absent where nobody was asked. */
  readonly known?: Read<RoleFacts>;
  readonly claims?: Claims;
  readonly assertion?: Assertion;
  /** The provider of the token as the account has it; absent where nobody was asked. */
  readonly provider?: KnownProvider;
  readonly passed: Passed;
  readonly hasMfa: boolean;
  readonly durationSeconds?: number | undefined;
  readonly maxSessionSeconds?: number | undefined;
  /** Fields of the question that are passed on as they are: context, tags. */
  readonly values: QuestionValues;
  readonly asker?: Asker;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The action that such a caller asks for. */
export function assumingAction({ principal }: Caller): string {
  if (principal.kind !== 'provider') return 'sts:AssumeRole';
  return principal.protocol === 'saml' ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity';
}
