import type { Diagnostic } from '../core/evaluation.ts';
import type { Request } from './request.ts';

/**
 * The `request` of a scenario, as a file or the command line gives it (contract, section 8): texts that nobody
 * has checked yet. Several actions and resources are several requests.
 */
export interface Question {
  readonly principal: string;
  readonly principalId?: string;
  readonly sessionIssuer?: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly resourceAccount?: string;
  readonly managementAccount?: string;
  readonly context?: ReadonlyMap<string, string | readonly string[]>;
  readonly principalTags?: ReadonlyMap<string, string>;
  readonly resourceTags?: ReadonlyMap<string, string>;
  readonly requestTags?: ReadonlyMap<string, string>;
  readonly sessionTags?: ReadonlyMap<string, string>;
  readonly sourceIdentity?: string;
  readonly viaEndpoint?: boolean;
  readonly unknown?: true | readonly string[];
  /** ISO 8601. */
  readonly now?: string;
}

/** One action on one resource, with the actions that are decided beside it. */
export interface Case {
  readonly request: Request;
  /** `sts:TagSession`, `sts:SetSourceIdentity`: the whole call fails unless these are allowed too (R648). */
  readonly companions: readonly Request[];
  /** What was assumed or looks mistaken; it changes no decision. */
  readonly notices: readonly Diagnostic[];
}
