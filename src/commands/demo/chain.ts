import { command, setVariable, word, unsetVariables } from '../../core/command.ts';
import type { Demonstration } from './sample.ts';

/** `iamx demo chain`: exported keys shadow a profile, and what is left when they are gone. */

const home = '/home/user';

/** Path to text. The key ids hold AWS's two documentation accounts; the secrets are AWS's example. */
export const chainFiles: Readonly<Record<string, string>> = {
  [`${home}/.aws/config`]: `[default]
region = eu-central-1

[profile prod]
region = eu-west-1
sso_session = acme
sso_account_id = 111122223333
sso_role_name = AdministratorAccess

[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-west-1
`,
  // The name is sha1('acme'), as every SDK looks for it.
  [`${home}/.aws/sso/cache/293abb6b76d7791c0732cc517d38c4b5c734b87f.json`]: `{
  "startUrl": "https://acme.awsapps.com/start",
  "region": "eu-west-1",
  "accessToken": "not-a-token",
  "expiresAt": "2026-01-31T18:12:00Z"
}
`,
};

export const chainEnv: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: 'AKIAWO645SY5AKQ2ZJ4M',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

export const chainDemonstrations: readonly Demonstration[] = [
  {
    name: 'chain',
    title: 'Which credentials, and why not those?',
    text: 'The profile names the production account, and every command reaches another one.',
    before: setVariable('AWS_PROFILE', word`prod`),
    command: command`iamx explain-chain`,
    world: { homeFolder: home, files: chainFiles, env: { ...chainEnv, AWS_PROFILE: 'prod' } },
  },
  {
    name: 'chain',
    title: 'And after the fix?',
    text: 'The last line of the answer, pasted into the shell.',
    before: unsetVariables(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']),
    command: command`iamx explain-chain`,
    world: { homeFolder: home, files: chainFiles, env: { AWS_PROFILE: 'prod' } },
  },
];
