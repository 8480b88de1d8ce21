import type { Command } from '../../core/command.ts';
import type { Failure } from '../../core/error.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import type { Raw } from '../../core/raw.ts';
import type { Setting } from '../places/settings.ts';

/**
 * How the chosen credentials are obtained: everything that a call needs, nothing that has to be looked up again.
 * `explain-chain` only describes it, `whoami` and `--live` carry it out (`retrieve.ts`). Secrets are inside a
 * `Setting`, which does not show them.
 */
export type Recipe =
  | StaticRecipe
  | AssumeRoleRecipe
  | WebIdentityRecipe
  | SsoRecipe
  | LoginRecipe
  | ProcessRecipe
  | ContainerRecipe
  | ImdsRecipe;

/** Keys that stand in the environment or in a file, as the flavour's reader reads them. */
export interface StaticRecipe {
  readonly kind: 'static';
  readonly accessKeyId: Setting;
  readonly secretAccessKey: Setting;
  readonly sessionToken?: Setting;
  /** Milliseconds since the epoch, where something tells it. */
  readonly expiresAt?: number;
}

export interface AssumeRoleRecipe {
  readonly kind: 'assume-role';
  readonly source: Recipe;
  readonly roleArn: Setting;
  readonly sessionName?: Setting;
  readonly externalId?: Setting;
  readonly mfaSerial?: Setting;
  readonly durationSeconds?: Setting;
  /** Region of the STS call, where the profile tells. */
  readonly region?: Setting;
  /** The flavour's cache on disk, where it has one. */
  readonly cacheFile?: string;
}

export interface WebIdentityRecipe {
  readonly kind: 'web-identity';
  readonly roleArn: Setting;
  readonly tokenFile: Setting;
  readonly sessionName?: Setting;
  readonly durationSeconds?: Setting;
  readonly region?: Setting;
  readonly cacheFile?: string;
}

export interface SsoRecipe {
  readonly kind: 'sso';
  readonly startUrl: Setting;
  readonly ssoRegion: Setting;
  readonly accountId: Setting;
  readonly roleName: Setting;
  /** Name of the `[sso-session …]`; absent in the old form. */
  readonly session?: Setting;
  /** Path of the cached token. */
  readonly tokenFile: string;
  /** What one logs in to, for a sentence: `SSO session \`corp\``. */
  readonly to: string;
  /** What to type for a new token. */
  readonly login?: Command;
  readonly renewal?: Renewal;
  /** The flavour's cache of the role's keys on disk, where it has one. */
  readonly cacheFile?: string;
}

export interface LoginRecipe {
  readonly kind: 'login';
  readonly loginSession: Setting;
  readonly cacheFile: string;
  readonly renewal?: Renewal;
}

/** The tool renews what a file holds before it uses it. */
export interface Renewal {
  /** The file that is written over, or a new one that takes its place. */
  readonly writes: 'in-place' | 'anew';
  readonly ifNotKept: 'stops' | 'goes-on';
}

export interface ProcessRecipe {
  readonly kind: 'process';
  readonly command: Setting;
  /** The words that the flavour's own splitting gives; absent where it hands the command to a shell. */
  readonly argv?: readonly string[];
}

export interface ContainerRecipe {
  readonly kind: 'container';
  readonly url: string;
  /** The setting that holds the authorization token, or names the file that does. */
  readonly token?: Setting;
  readonly tokenFile?: Setting;
  /** As for instance metadata. */
  readonly proxy?: Raw;
}

export interface ImdsRecipe {
  readonly kind: 'imds';
  /** `http://169.254.169.254`, without a slash at the end. */
  readonly endpoint: string;
  readonly v1Fallback: boolean;
  /** The role's name, where the endpoint was asked already. */
  readonly roleName?: Raw;
  /** Who is asked to pass the requests on, where the flavour asks a proxy. */
  readonly proxy?: Raw;
}

/** What came of carrying out a recipe. */
export type Obtained =
  | {
      readonly kind: 'obtained';
      /** Masked. */
      readonly accessKeyId?: string;
      readonly accountId?: string;
      /** Milliseconds since the epoch. */
      readonly expiresAt?: number;
    }
  | { readonly kind: 'not-obtained'; readonly error: Diagnostic; readonly failure?: Failure };

/** Carries out what a chain chose, in a run that may do so. */
export type Obtain = (recipe: Recipe) => Promise<Obtained>;
