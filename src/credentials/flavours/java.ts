import { javaDialect } from '../../formats/ini-dialects.ts';
import type { Flavour } from '../flavour.ts';
import { expandTilde, plainHome } from '../paths.ts';
import { link } from '../provider.ts';
import { configFile } from '../providers/config-file.ts';
import { env } from '../providers/env.ts';
import { sharedCredentialsFile } from '../providers/shared-credentials-file.ts';
import { profileRegion, regionOption, regionVariable } from '../region.ts';
import { prefixedNames } from '../section-names.ts';

/** credential-chain.md section 1.5. */
export const java: Flavour = {
  id: 'java',
  title: 'Java SDK v2',
  library: 'aws-sdk-java-v2',
  profile: { variables: ['AWS_PROFILE'], emptyVariable: 'name' },
  files: {
    dialect: javaDialect,
    sectionNames: prefixedNames({
      names: /^[A-Za-z0-9_\-/.%@]+$/,
      sessionsInCredentials: false,
      capitalDefault: 'dropped',
    }),
    home: plainHome,
    expandPath: expandTilde,
    emptyPath: 'default',
    notUtf8: 'read',
    twoDefaults: 'prefixed',
    sameName: 'merged',
    emptySection: 'profile',
    sessions: 'config',
    merge: () => ['credentials', 'config'],
  },
  checks: [],
  chain: [
    link('EnvironmentVariableCredentialsProvider', env, {
      keyIds: ['AWS_ACCESS_KEY_ID'],
      secrets: ['AWS_SECRET_ACCESS_KEY'],
      tokens: ['AWS_SESSION_TOKEN'],
      accountIds: ['AWS_ACCOUNT_ID'],
      blanks: 'kept',
      loneKeyId: 'pass',
      expiration: 'ignored',
    }),
    link('ProfileCredentialsProvider', sharedCredentialsFile, {
      view: 'merged',
      present: 'value',
      loneKeyId: 'pass',
      tokens: ['aws_session_token'],
    }),
    link('ProfileCredentialsProvider', configFile, {
      view: 'merged',
      present: 'value',
      loneKeyId: 'pass',
      tokens: ['aws_session_token'],
    }),
  ],
  exhausted: 'Unable to load credentials from any of the providers in the chain',
  region: [
    regionOption,
    regionVariable('AWS_REGION', 'next'),
    profileRegion(['credentials', 'config'], 'next'),
  ],
  noRegion: 'no region',
  endpoints: { missingServices: 'ignored', merge: () => ['credentials', 'config'], variables: 'read' },
};
