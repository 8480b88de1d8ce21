import { pythonDialect } from '../../formats/ini-dialects.ts';
import { unknownProfile, unparsableFile } from '../checks.ts';
import type { Check, EndpointRules, FileRules } from '../flavour.ts';
import type { ImdsClientRules } from '../imds-client.ts';
import { expandPython, pythonHome } from '../paths.ts';
import { link, skip, type Gate, type Link } from '../provider.ts';
import { configFile } from '../providers/config-file.ts';
import { container, isContainerHost } from '../providers/container.ts';
import { env } from '../providers/env.ts';
import { explicit } from '../providers/explicit.ts';
import { imds } from '../providers/imds.ts';
import { sharedCredentialsFile } from '../providers/shared-credentials-file.ts';
import { shellWordNames } from '../section-names.ts';

/** What boto3 and both CLIs share: botocore 1.43 `credentials.py`, `configloader.py`; credential-chain.md 1.1. */

export const botocoreFiles: FileRules = {
  dialect: pythonDialect,
  sectionNames: shellWordNames,
  home: pythonHome,
  expandPath: expandPython,
  emptyPath: 'absent',
  notUtf8: 'rejected',
  twoDefaults: 'later',
  sameName: 'later',
  emptySection: 'profile',
  sessions: 'config',
  merge: () => ['credentials', 'config'],
};

export const botocoreChecks: readonly Check[] = [unparsableFile, unknownProfile()];

export const botocoreEndpoints: EndpointRules = {
  missingServices: 'fail',
  merge: () => ['credentials', 'config'],
  variables: 'read',
};

const botocoreImds: ImdsClientRules = {
  isDisabled: (value) => value.toLowerCase() === 'true',
  emptyEndpoint: 'hides',
  modeCase: 'any',
  ipv6Switch: { variable: 'AWS_IMDS_USE_IPV6', key: 'imds_use_ipv6' },
  merge: ['credentials', 'config'],
  v1: 'unless-disabled',
  isV1Disabled: (value) => value.toLowerCase() === 'true',
  emptyV1Disabled: 'hides',
  tokenErrors: [400],
  timeoutMs: () => 1000,
};

const profileIsExplicit: Gate = ({ choice }) =>
  choice.isExplicit
    ? skip('a profile given as an option takes the environment out of the chain', [choice.from.evidence])
    : undefined;

const allFields = ['AccessKeyId', 'SecretAccessKey', 'Token', 'Expiration'];

const fileKeys = {
  view: 'one-file',
  present: 'key',
  loneKeyId: 'fail',
  tokens: ['aws_security_token', 'aws_session_token'],
} as const;

export const botocoreChain: readonly Link[] = [
  link('explicit', explicit, undefined),
  link(
    'env',
    env,
    {
      keyIds: ['AWS_ACCESS_KEY_ID'],
      secrets: ['AWS_SECRET_ACCESS_KEY'],
      tokens: ['AWS_SECURITY_TOKEN', 'AWS_SESSION_TOKEN'],
      accountIds: ['AWS_ACCOUNT_ID'],
      blanks: 'kept',
      loneKeyId: 'fail',
      expiration: 'enforced',
    },
    profileIsExplicit,
  ),
  link('shared-credentials-file', sharedCredentialsFile, fileKeys),
  link('config-file', configFile, fileKeys),
  link('container-role', container, {
    uris: ['relative', 'full'],
    emptyUri: 'entered',
    base: 'http://169.254.170.2',
    badUri: 'fail',
    isAllowed: isContainerHost,
    badHost: 'fail',
    tokenFile: 'read',
    emptyTokenFile: 'entered',
    missingTokenFile: 'fail',
    badToken: /[\r\n]/,
    problem: 'fail',
    required: allFields,
    timeoutMs: 2000,
  }),
  link('iam-role', imds, {
    client: botocoreImds,
    problems: { 'v1-disabled': 'fail', 'invalid-endpoint': 'fail', 'invalid-mode': 'fail' },
    otherwise: 'pass',
    required: allFields,
  }),
];
