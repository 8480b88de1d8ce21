import { goDialect } from '../../formats/ini-dialects.ts';
import type { Flavour } from '../flavour.ts';
import { verbatimPath, plainHome } from '../paths.ts';
import { link } from '../provider.ts';
import { configFile } from '../providers/config-file.ts';
import { env } from '../providers/env.ts';
import { sharedCredentialsFile } from '../providers/shared-credentials-file.ts';
import { profileRegion, regionOption, regionVariable } from '../region.ts';
import { prefixedNames } from '../section-names.ts';

/** credential-chain.md section 1.4. */
export const go: Flavour = {
  id: 'go',
  title: 'Go SDK v2',
  library: 'aws-sdk-go-v2',
  profile: { variables: ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'], emptyVariable: 'unset' },
  files: {
    dialect: goDialect,
    sectionNames: prefixedNames({ names: /(?:)/, sessionsInCredentials: true, capitalDefault: 'profile' }),
    home: plainHome,
    expandPath: verbatimPath,
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
    link('EnvConfigCredentials', env, {
      keyIds: ['AWS_ACCESS_KEY_ID'],
      secrets: ['AWS_SECRET_ACCESS_KEY'],
      tokens: ['AWS_SESSION_TOKEN'],
      accountIds: ['AWS_ACCOUNT_ID'],
      blanks: 'kept',
      loneKeyId: 'pass',
      expiration: 'ignored',
    }),
    link('SharedConfigCredentials', sharedCredentialsFile, {
      view: 'merged',
      present: 'value',
      loneKeyId: 'pass',
      tokens: ['aws_session_token'],
    }),
    link('SharedConfigCredentials', configFile, {
      view: 'merged',
      present: 'value',
      loneKeyId: 'pass',
      tokens: ['aws_session_token'],
    }),
  ],
  exhausted: 'failed to refresh cached credentials',
  region: [
    regionOption,
    regionVariable('AWS_REGION', 'next'),
    profileRegion(['credentials', 'config'], 'next'),
  ],
  noRegion: 'no region',
  endpoints: { missingServices: 'ignored', merge: () => ['credentials', 'config'], variables: 'read' },
};
