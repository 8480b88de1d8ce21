import { rustDialect } from '../../formats/ini-dialects.ts';
import type { Flavour } from '../flavour.ts';
import { expandTildePart, plainHome } from '../paths.ts';
import { link } from '../provider.ts';
import { configFile } from '../providers/config-file.ts';
import { env } from '../providers/env.ts';
import { sharedCredentialsFile } from '../providers/shared-credentials-file.ts';
import { profileRegion, regionOption, regionVariable } from '../region.ts';
import { prefixedNames } from '../section-names.ts';

/** credential-chain.md section 1.6. */
export const rust: Flavour = {
  id: 'rust',
  title: 'Rust SDK',
  library: 'aws-config 1.11.0',
  profile: { variables: ['AWS_PROFILE'], emptyVariable: 'name' },
  files: {
    dialect: rustDialect,
    sectionNames: prefixedNames({
      names: /^[A-Za-z0-9_\-/.%@:+]+$/,
      sessionsInCredentials: false,
      capitalDefault: 'dropped',
    }),
    home: plainHome,
    expandPath: expandTildePart,
    emptyPath: 'absent',
    notUtf8: 'empty',
    twoDefaults: 'prefixed',
    sameName: 'merged',
    emptySection: 'profile',
    sessions: 'config',
    merge: () => ['credentials', 'config'],
  },
  checks: [],
  chain: [
    link('Environment', env, {
      keyIds: ['AWS_ACCESS_KEY_ID'],
      secrets: ['AWS_SECRET_ACCESS_KEY'],
      tokens: ['AWS_SESSION_TOKEN'],
      accountIds: ['AWS_ACCOUNT_ID'],
      blanks: 'kept',
      loneKeyId: 'pass',
      expiration: 'ignored',
    }),
    link('ProfileFile', sharedCredentialsFile, {
      view: 'merged',
      present: 'value',
      loneKeyId: 'pass',
      tokens: ['aws_session_token'],
    }),
    link('ProfileFile', configFile, {
      view: 'merged',
      present: 'value',
      loneKeyId: 'pass',
      tokens: ['aws_session_token'],
    }),
  ],
  exhausted: 'no providers in chain provided credentials',
  region: [
    regionOption,
    regionVariable('AWS_REGION', 'next'),
    profileRegion(['credentials', 'config'], 'next'),
  ],
  noRegion: 'no region',
  endpoints: { missingServices: 'ignored', merge: () => ['credentials', 'config'], variables: 'read' },
};
