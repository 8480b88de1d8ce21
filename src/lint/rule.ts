import type { Hint } from '../core/command.ts';
import type { Diagnostic, Severity } from '../core/evaluation.ts';
import type { Range } from '../core/source.ts';
import type { PolicyType, StatementParts } from '../policy/policy.ts';
import type { Category } from './finding.ts';
import type { Settings } from './settings.ts';
import type { Subject, Test } from './subject.ts';
import type { Configuration, Place } from './terraform.ts';

/** Something that a rule found in a policy. */
export interface Found {
  readonly at: Range;
  readonly message: string;
  readonly hint?: Hint;
  /** Where this one is graver or less grave than the rule's others. */
  readonly severity?: Severity;
  readonly related?: readonly Range[];
}

/** The same, where the policy is one of several. */
export interface FoundIn extends Found {
  readonly subject: Subject;
}

/** Something that a rule found among resources. */
export interface FoundInTerraform extends Place {
  readonly message: string;
  readonly hint?: Hint;
  readonly severity?: Severity;
  /** The address of the resource that it is about. */
  readonly address?: string;
  readonly related?: readonly Place[];
}

/** How a rule looks: at what, and at which of them. */
export type Look =
  /** The reader of files says so, of a text that is no policy yet, under codes that begin so. */
  | { readonly at: 'file'; readonly codes: readonly string[] }
  /** The reader of policies says so itself, under these codes (`policy/` left out). */
  | {
      readonly at: 'reading';
      readonly codes: readonly string[];
      /** Which of them are meant, where another rule has the same code. */
      readonly when?: (problem: Diagnostic, subject: Subject) => boolean;
    }
  | { readonly at: 'policy'; readonly find: (subject: Subject) => Iterable<Found> }
  /** All policies of one principal together; each alone where nobody says that they are. */
  | { readonly at: 'policies'; readonly find: (subjects: readonly Subject[]) => Iterable<FoundIn> }
  | {
      readonly at: 'statement';
      readonly find: (statement: StatementParts, subject: Subject) => Iterable<Found>;
    }
  /** The resources of Terraform, with their connections. */
  | { readonly at: 'terraform'; readonly find: (configuration: Configuration) => Iterable<FoundInTerraform> }
  | {
      readonly at: 'test';
      readonly find: (test: Test, statement: StatementParts, subject: Subject) => Iterable<Found>;
    };

/** A policy that shows a rule. */
export interface Example {
  /** A document, or its text where the text is what it is about. */
  readonly policy: object | string;
  /** The first of the rule's types where it is not said. */
  readonly type?: PolicyType;
  readonly resourceType?: string;
  readonly account?: string;
  readonly isStrict?: true;
  readonly settings?: Settings;
}

/** One check: what it is called, what it looks for, and how. */
export interface Rule {
  readonly id: string;
  /** The issue code of AWS's own policy validation. */
  readonly awsCode?: string;
  readonly severity: Severity;
  /** Looked for with `--strict` alone. */
  readonly onlyStrict?: true;
  readonly category: Category;
  readonly types: readonly PolicyType[];
  /** What is wrong, in a sentence. */
  readonly title: string;
  /** What to do, in a sentence. */
  readonly repair: string;
  readonly docs?: string;
  /** It misses something in a policy: not told where a part of the policy is unknown. */
  readonly needsWhole?: true;
  /** Another rule, whose findings name this one: it needs less. */
  readonly toldBy?: () => string | undefined;
  /** Rules whose findings about the same statement are not told beside one of this rule. */
  readonly insteadOf?: readonly string[];
  /** `at` is the text that the finding marks, as `JSON.stringify` writes it. */
  readonly bad: () => Example & { readonly at: string };
  readonly good: () => Example;
  readonly look: Look;
}

/** Groups of types that rules name. */
export const identityTypes: readonly PolicyType[] = ['identity', 'boundary'];
export const resourceTypes: readonly PolicyType[] = ['resource', 'endpoint'];
export const attachedTypes: readonly PolicyType[] = [...identityTypes, 'session'];
export const allTypes: readonly PolicyType[] = [...attachedTypes, ...resourceTypes, 'trust', 'scp', 'rcp'];
export const typesButTrust: readonly PolicyType[] = allTypes.filter((type) => type !== 'trust');
