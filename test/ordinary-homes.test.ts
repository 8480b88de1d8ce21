import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flavourIds } from '../src/credentials/chain/chain.ts';
import { runs } from './support/budget.ts';
import { run } from './support/run.ts';

/** What people have in a home: nothing of an answer about it is cut, by a printer or by the net. */
const word = fc.constantFrom(
  'prod',
  'dev',
  'acme-data',
  'team_a',
  'Platform',
  'billing.eu',
  'sandbox',
  'ops-2024',
);
const region = fc.constantFrom('eu-west-1', 'us-east-1', 'ap-southeast-2', 'us-gov-west-1');
const account = fc.integer({ min: 100_000_000_000, max: 999_999_999_999 }).map(String);
const role = fc.constantFrom(
  'AdministratorAccess',
  'ReadOnlyAccess',
  'PowerUserAccess',
  'AWSReservedSSO_AdministratorAccess_0123456789abcdef',
  'OrganizationAccountAccessRole',
  'github-actions-deploy',
);
const scopes = fc.constantFrom('sso:account:access', 'sso:account:access,codewhisperer:completions');
const program = fc.constantFrom(
  '/usr/local/bin/aws-vault exec prod --json',
  'granted credential-process --profile prod',
  '/opt/helper',
);

const home = fc.record({ word, region, account, role, scopes, program, other: word }).map((one) => {
  const arn = `arn:aws:iam::${one.account}:role/${one.role}`;
  const sections = {
    keys: `aws_access_key_id = AKIAY24FZKAOABCDEFGH\naws_secret_access_key = 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\n`,
    session: `sso_session = ${one.word}\nsso_account_id = ${one.account}\nsso_role_name = ${one.role}\n`,
    legacy: `sso_start_url = https://${one.word.replace(/[_.]/g, '-').toLowerCase()}.awsapps.com/start\nsso_region = ${one.region}\nsso_account_id = ${one.account}\nsso_role_name = ${one.role}\n`,
    assumed: `role_arn = ${arn}\nsource_profile = ${one.other}\nexternal_id = acme-external-id-2024\nmfa_serial = arn:aws:iam::${one.account}:mfa/mika\n`,
    web: `role_arn = ${arn}\nweb_identity_token_file = /var/run/secrets/eks.amazonaws.com/serviceaccount/token\nrole_session_name = deployment-${one.word}\n`,
    process: `credential_process = ${one.program}\n`,
    services: `endpoint_url = http://localhost:4566\ns3 =\n    max_concurrent_requests = 20\n`,
  };
  return Object.values(sections).map((lines) =>
    [
      `# settings of ${one.word}, made by the platform team: see https://wiki.example.com/aws`,
      `# role_arn = ${arn}`,
      `# was ${arn}, in ${one.region}`,
      `[default]`,
      `region = ${one.region}`,
      `output = json`,
      lines,
      `[sso-session ${one.word}]`,
      `sso_start_url = https://acme.awsapps.com/start`,
      `sso_region = ${one.region}`,
      `sso_registration_scopes = ${one.scopes}`,
      `[profile ${one.other}]`,
      `region = ${one.region}`,
      `cli_pager =`,
      `retry_mode = adaptive`,
      '',
    ].join('\n'),
  );
});

const ways = [
  ...flavourIds.map((id) => ['explain-chain', '--offline', '--sdk', id]),
  ['explain-chain', '--offline', '--compare'],
  ['explain-chain', '--offline', '--all-profiles'],
];

test('nothing of a page about an ordinary home is hidden', async () => {
  await fc.assert(
    fc.asyncProperty(
      home,
      fc.constantFrom(...ways),
      fc.constantFrom([], ['--json'], ['--verbose']),
      async (configs, words, form) => {
        for (const config of configs) {
          const { out, err } = await run([...words, ...form], {
            files: { '/home/user/.aws/config': config },
            env: { HOME: '/home/user', AWS_EC2_METADATA_DISABLED: 'true' },
          });
          expect(out + err).not.toContain('[hidden]');
          expect(err).not.toContain('bug in iamx');
        }
      },
    ),
    { numRuns: runs(15) },
  );
});
