import type { InstanceProfileFacts, Read, RoleFacts } from '../../aws/account.ts';
import type { RolePrincipal } from '../../identifiers/principal.ts';
import type { PolicySet } from '../../policy/decision/compile.ts';
import type { QuestionValues } from '../../policy/question.ts';
import type { Asker } from '../asker.ts';
import type { Caller } from './caller.ts';
import type { AskedService } from './services.ts';

/** What a person asks: may this caller hand that role to the service? */
export interface PassRole {
  readonly role: RolePrincipal;
  readonly service: AskedService;
  readonly caller: Caller;
  /** Policies that options give: each layer takes the place of what was read. */
  readonly given: PolicySet;
  /** The role as the account has it; absent where nobody was asked. */
  readonly known?: Read<RoleFacts>;
  /** The instance profiles with the role, for a service that takes it out of one. */
  readonly profiles?: Read<readonly InstanceProfileFacts[]>;
  /** One that somebody says holds the role. */
  readonly profile?: string | undefined;
  /** What the service is to use the role for. */
  readonly resource?: string | undefined;
  /** The call that passes the role: `lambda:CreateFunction`. */
  readonly call?: string | undefined;
  readonly hasMfa: boolean;
  readonly values: QuestionValues;
  readonly asker?: Asker;
  /** Milliseconds since the epoch. */
  readonly now: number;
}
