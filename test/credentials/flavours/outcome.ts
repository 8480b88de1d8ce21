import { rawText } from '../../support/raw-text.ts';
import type { HttpRequest, HttpResult } from '../../../src/core/host.ts';
import type { Resolution } from '../../../src/credentials/chain/chain.ts';
import type { Flavour } from '../../../src/credentials/chain/flavour.ts';
import type { Recipe } from '../../../src/credentials/chain/recipe.ts';
import { resolveChain } from '../../../src/credentials/chain/resolve.ts';
import { openWorld, type Mode, type World } from '../../../src/credentials/places/world.ts';
import { memoryHost, type MemoryFile } from '../../../src/host/memory.ts';

/** A user's situation; everything that is not given is not there, and IMDS belongs to an instance with a role. */
export interface Situation {
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: string;
  readonly credentials?: string;
  readonly files?: Readonly<Record<string, MemoryFile>>;
  readonly options?: World['options'];
  readonly mode?: Mode;
  /** Answers by `METHOD url`; IMDS has a role unless it is given here. */
  readonly http?: Readonly<Record<string, HttpResult>>;
}

export const secret = 'NotASecretButAsLongAsOne/NotASecretButAs';

/** The id of the keys named by one letter. */
export function keyId(letter: string): string {
  return `AKIA${letter.repeat(16)}`;
}

/** The variables that hold the keys of that letter. */
export function envKeys(letter: string): Record<string, string> {
  return { AWS_ACCESS_KEY_ID: keyId(letter), AWS_SECRET_ACCESS_KEY: secret };
}

/** The lines of a section that hold the keys of that letter. */
export function keys(letter: string): string {
  return `aws_access_key_id = ${keyId(letter)}\naws_secret_access_key = ${secret}\n`;
}

export function role(name: string): string {
  return `arn:aws:iam::111122223333:role/${name}`;
}

const lines: Readonly<Record<string, (word: string) => string>> = {
  keys,
  id: (letter) => `aws_access_key_id = ${keyId(letter)}\n`,
  secret: () => `aws_secret_access_key = ${secret}\n`,
  token: () => 'aws_session_token = NotAToken\n',
  role: (name) => `role_arn = ${role(name)}\n`,
  source: (name) => `source_profile = ${name}\n`,
  from: (name) => `credential_source = ${name}\n`,
  process: (command) => `credential_process = ${command}\n`,
  web: (path) => `web_identity_token_file = ${path}\n`,
  mfa: () => 'mfa_serial = arn:aws:iam::111122223333:mfa/me\n',
  account: () => 'sso_account_id = 111122223333\nsso_role_name = Reader\n',
  portal: () => 'sso_start_url = https://s\nsso_region = x\n',
  sso: () => `${lines['portal']?.('') ?? ''}${lines['account']?.('') ?? ''}`,
};

/** A credentials file in short: `p: keys B, token; q: role TOP, source p`; other lines as they are. */
export function credentials(text: string): string {
  return text
    .split('; ')
    .map((part) => {
      const [, name = '', items = ''] = /^([^:]*): ?(.*)$/.exec(part) ?? [];
      return `[${name}]\n${items.split(', ').map(lineOf).join('')}`;
    })
    .join('');
}

/** The same for a config file. */
export function config(text: string): string {
  return credentials(text).replace(/^\[(?!default\]|sso-session )/gm, '[profile ');
}

function lineOf(item: string): string {
  const [word = '', rest = ''] = item.split(' ');
  return lines[word]?.(rest) ?? `${item}\n`;
}

export const imdsUrl = 'http://169.254.169.254';
const rolePath = '/latest/meta-data/iam/security-credentials/';

export function answered(status: number, body = ''): HttpResult {
  return { kind: 'answered', status, headers: {}, body };
}

/** What an endpoint answers that has credentials. */
export function endpointKeys(letter: string): string {
  return JSON.stringify({
    Code: 'Success',
    AccessKeyId: `ASIA${letter.repeat(16)}`,
    SecretAccessKey: secret,
    Token: 'NotAToken',
    Expiration: '2026-01-31T18:00:00Z',
  });
}

const instance: Readonly<Record<string, HttpResult>> = {
  [`PUT ${imdsUrl}/latest/api/token`]: answered(200, 'NotAnImdsToken'),
  [`GET ${imdsUrl}${rolePath}`]: answered(200, 'node'),
  [`GET ${imdsUrl}${rolePath}node`]: answered(200, endpointKeys('I')),
};

export const fullUri = 'http://127.0.0.1:8080/creds';
/** Answers of a container by its full and by its relative URI, `/v2/task`. */
export const container = { [`GET ${fullUri}`]: answered(200, endpointKeys('C')) };
export const relative = { 'GET http://169.254.170.2/v2/task': answered(200, endpointKeys('R')) };

export const tokenFile = '/var/run/token';
/** The web identity of a pod. */
export const identity = {
  env: { AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile, AWS_ROLE_ARN: role('POD') },
  files: { [tokenFile]: 'NotAWebIdentityToken' },
} as const;

export type Row = readonly [name: string, situation: Situation, expected: string];

const refused: HttpResult = { kind: 'failed', phase: 'connect', message: 'connection refused' };

export function resolveIn(flavour: Flavour, situation: Situation): Promise<Resolution> {
  const { config, credentials, files = {}, env = {}, options = {}, mode = 'default', http = {} } = situation;
  const answers = { ...instance, ...http };
  const host = memoryHost({
    env: { HOME: '/home/user', ...env },
    files: {
      ...(config === undefined ? {} : { '/home/user/.aws/config': config }),
      ...(credentials === undefined ? {} : { '/home/user/.aws/credentials': credentials }),
      '/bin/p': { content: '', mode: 0o755 },
      ...files,
    },
    http: ({ method, url }: HttpRequest) => answers[`${method} ${url}`] ?? refused,
  });
  return resolveChain(openWorld(host, mode, options), flavour);
}

/**
 * The outcome in one line: `none`, `fail <code>`, or where the credentials come from, the roles behind `>` in the
 * order of their calls: `B > MID > TOP`. The region is us-east-1 unless it is given.
 */
export async function outcomeOf(flavour: Flavour, situation: Situation): Promise<string> {
  const env = { AWS_REGION: 'us-east-1', ...situation.env };
  const { verdict, selected, error } = await resolveIn(flavour, { ...situation, env });
  if (verdict === 'error') return `fail ${error?.code ?? ''}`;
  return selected === undefined ? 'none' : tell(selected.recipe);
}

export function tell(recipe: Recipe): string {
  switch (recipe.kind) {
    case 'static': {
      const letter = rawText(recipe.accessKeyId)?.at(-1) ?? '';
      return recipe.sessionToken === undefined ? letter : `${letter}+token`;
    }
    case 'assume-role':
      return `${tell(recipe.source)} > ${nameOf(rawText(recipe.roleArn))}`;
    case 'web-identity':
      return `web-identity > ${nameOf(rawText(recipe.roleArn))}`;
    case 'sso':
      return `sso ${rawText(recipe.session) ?? rawText(recipe.startUrl) ?? ''}`;
    case 'login':
      return 'login';
    case 'process':
      return `process ${rawText(recipe.command) ?? ''}`;
    case 'container':
      return `container ${recipe.url}`;
    case 'imds':
      return 'imds';
  }
}

function nameOf(arn: string | undefined): string {
  return arn?.split('/').at(-1) ?? '';
}
