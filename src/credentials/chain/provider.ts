import { type Hint } from '../../core/command.ts';
import type { Failure } from '../../core/error.ts';
import type { Diagnostic, Evidence, Step } from '../../core/evaluation.ts';
import type { ProviderId, Selected } from './chain.ts';
import type { FlavourRules } from './flavour-rules.ts';
import type { Places } from '../places/profiles.ts';
import type { Recipe } from './recipe.ts';

/** What a provider looks at. */
export interface Context extends Places {
  readonly flavour: FlavourRules;
  /** Names of the profiles on the way to this one, the chosen one first; empty at the top of the chain. */
  readonly visited: readonly string[];
}

interface Looked {
  /** One sentence without a full stop. */
  readonly because: string;
  readonly evidence: readonly Evidence[];
  readonly steps?: readonly Step[];
  /** What the user should know beside the outcome. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** What a provider gives; its own name for it only where that differs from the link's. */
export type Given = Omit<Selected, 'provider' | 'sdkName'> & { readonly sdkName?: string };

export type Attempt =
  /** The precondition is not met: nothing is attempted. */
  | (Looked & { readonly outcome: 'skip' })
  /** Attempted, nothing usable found: the chain continues. */
  | (Looked & {
      readonly outcome: 'pass';
      /** It was set up, and failed. */
      readonly isPassedOver?: true;
    })
  /** The chain ends with an error. */
  | (Looked & {
      readonly outcome: 'fail';
      readonly error: Diagnostic;
      readonly failure?: Failure;
      /** What was chosen, where the error shows only when the credentials are first used. */
      readonly recipe?: Recipe;
    })
  | (Looked & {
      readonly outcome: 'win';
      readonly given: Given;
      /** What an error does that shows only when the credentials are obtained. */
      readonly ifNotObtained?: 'fail' | 'pass';
    });

/** What an SDK looks at, in its order, and what it concludes. What differs between flavours is in `Rules`. */
export interface Provider<Rules> {
  readonly id: ProviderId;
  readonly title: string;
  readonly attempt: (context: Context, rules: Rules) => Attempt | Promise<Attempt>;
}

/** Decides in front of a provider that it is not asked. */
export interface Gate {
  /** When it decides so, in words that end a sentence about the provider. */
  readonly says: string;
  /** The attempt that stands in the provider's place, or undefined. */
  readonly closes: (context: Context) => Attempt | undefined;
}

/** A provider at its place in a flavour's chain. */
export interface Link {
  readonly id: ProviderId;
  readonly sdkName: string;
  readonly title: string;
  /** Links of one group: after one that passes, the rest is skipped. */
  readonly group?: string;
  /** The provider's rules as this flavour has them: docs/chain.md is made of them. */
  readonly rules: object | undefined;
  /** What holds for it at this place beside its rules, each the end of a sentence about it. */
  readonly notes: readonly string[];
  readonly attempt: (context: Context) => Promise<Attempt>;
}

export function link<Rules extends object | undefined>(
  sdkName: string,
  { id, title, attempt }: Provider<Rules>,
  rules: Rules,
  ...gates: readonly Gate[]
): Link {
  return {
    id,
    sdkName,
    title,
    rules,
    notes: gates.map(({ says }) => says),
    attempt: async (context) => {
      for (const { closes } of gates) {
        const instead = closes(context);
        if (instead !== undefined) return instead;
      }
      return attempt(context, rules);
    },
  };
}

/** The link with one more thing to be said about it. */
export function noted(one: Link, note: string, attempt: Link['attempt']): Link {
  return { ...one, notes: [...one.notes, note], attempt };
}

/** One provider of the SDK with several styles of credentials in it: only the first style that applies is tried. */
export function oneOf(group: string, links: readonly Link[]): readonly Link[] {
  return links.map((one) => ({ ...one, group }));
}

export function skip(because: string, evidence: readonly Evidence[] = []): Attempt {
  return { outcome: 'skip', because, evidence };
}

export function pass(because: string, evidence: readonly Evidence[] = []): Attempt {
  return { outcome: 'pass', because, evidence };
}

/** The profile is not one of this provider's: it has none of its keys, or is not there. */
export function lacks({ profile }: Context, keys: string): Attempt {
  const { label, headers } = profile;
  return skip(profile.exists ? `${label} has no ${keys}` : `profile ${label} does not exist`, headers);
}

export interface Problem {
  /** Of the diagnostic: words with hyphens. */
  readonly code: string;
  readonly because: string;
  readonly evidence?: readonly Evidence[];
  readonly hint?: Hint;
  readonly steps?: readonly Step[];
  readonly failure?: Failure;
  /** What was chosen, where the problem shows only when the credentials are first used. */
  readonly recipe?: Recipe;
}

/** The chain stops at this problem, with its place where the evidence has one. */
export function fail({ code, because, evidence = [], hint, steps, failure, recipe }: Problem): Attempt {
  const span = evidence.find((one) => one.span !== undefined)?.span;
  return {
    outcome: 'fail',
    because,
    evidence,
    ...(steps === undefined ? {} : { steps }),
    ...(recipe === undefined ? {} : { recipe }),
    ...(failure === undefined ? {} : { failure }),
    error: {
      code,
      severity: 'error',
      message: because,
      ...(hint === undefined ? {} : { hint }),
      ...(span === undefined ? {} : { span }),
    },
  };
}

/** The same problem as the flavour's rule treats it. */
export function failOrPass(rule: 'fail' | 'pass' | 'skip', problem: Problem): Attempt {
  if (rule === 'fail') return fail(problem);
  const { because, evidence = [], steps, code } = problem;
  const looked = { because, evidence, ...(steps === undefined ? {} : { steps }) };
  if (rule === 'skip') return { outcome: 'skip', ...looked };
  // Nobody sets up an instance: it is asked where there is nothing else.
  return code.startsWith('imds-')
    ? { outcome: 'pass', ...looked }
    : { outcome: 'pass', isPassedOver: true, ...looked };
}
