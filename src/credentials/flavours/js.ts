import { jsDialect } from '../../formats/ini-dialects.ts';
import type { FileRules, Flavour } from '../flavour.ts';
import { expandTilde, jsHome } from '../paths.ts';
import { link, oneOf, skip, type Gate } from '../provider.ts';
import { configFile } from '../providers/config-file.ts';
import { env } from '../providers/env.ts';
import { explicit } from '../providers/explicit.ts';
import { sharedCredentialsFile } from '../providers/shared-credentials-file.ts';
import { profileRegion, regionOption, regionVariable } from '../region.ts';
import { dottedNames } from '../section-names.ts';

const jsFiles: FileRules = {
  dialect: jsDialect,
  sectionNames: dottedNames,
  home: jsHome,
  expandPath: expandTilde,
  emptyPath: 'default',
  notUtf8: 'read',
  twoDefaults: 'prefixed',
  sameName: 'merged',
  emptySection: 'nothing',
  sessions: 'config-unexpanded',
  merge: () => ['credentials', 'config'],
};

/** `defaultProvider`: a profile in the options or in `AWS_PROFILE` takes the environment's keys out of the chain. */
const profileIsNamed: Gate = ({ choice }) =>
  choice.isNamed
    ? skip(`${choice.from.evidence.name} is set, so the environment's keys are skipped`, [
        choice.from.evidence,
      ])
    : undefined;

const staticKeys = {
  view: 'merged',
  present: 'key',
  loneKeyId: 'pass',
  tokens: ['aws_session_token'],
} as const;

/** @aws-sdk/credential-provider-node 3.972.97 `defaultProvider`: credential-chain.md section 1.3. */
export const js: Flavour = {
  id: 'js',
  title: 'JavaScript SDK v3',
  library: '@aws-sdk/credential-provider-node 3.972.97',
  profile: { variables: ['AWS_PROFILE'], emptyVariable: 'unset' },
  files: jsFiles,
  checks: [],
  chain: [
    link('explicit', explicit, undefined),
    link(
      'fromEnv',
      env,
      {
        keyIds: ['AWS_ACCESS_KEY_ID'],
        secrets: ['AWS_SECRET_ACCESS_KEY'],
        tokens: ['AWS_SESSION_TOKEN'],
        accountIds: ['AWS_ACCOUNT_ID'],
        blanks: 'kept',
        loneKeyId: 'pass',
        expiration: 'told',
      },
      profileIsNamed,
    ),
    ...oneOf('fromIni', [
      link('fromIni', sharedCredentialsFile, staticKeys),
      link('fromIni', configFile, staticKeys),
    ]),
  ],
  exhausted: 'CredentialsProviderError: Could not load credentials from any providers',
  region: [
    regionOption,
    regionVariable('AWS_REGION', 'blocks'),
    profileRegion(['credentials', 'config'], 'blocks'),
  ],
  noRegion: 'Error: Region is missing',
  endpoints: { missingServices: 'fail', merge: () => ['config', 'credentials'], variables: 'read' },
};
