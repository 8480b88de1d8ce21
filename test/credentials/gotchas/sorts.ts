import { dev, keyId, pair, secret } from '../../support/keys.ts';
import { home, type Row, type Setup } from './situation.ts';

const good: Setup = { credentials: `[default]\n${pair(dev)}` };
const wide = (bytes: number) =>
  new Uint8Array(
    Array.from(`[default]\n${pair(dev)}`).flatMap((letter) => [
      letter.charCodeAt(0),
      ...Array.from({ length: bytes - 1 }, () => 0),
    ]),
  );

/** The credentials file holds something else. */
function ofSort(name: string, credentials: string | Uint8Array, says: string, more: Partial<Row> = {}): Row {
  return {
    id: 71,
    name,
    credentials,
    code: 'file-of-another-sort',
    says: [`~/.aws/credentials ${says}`],
    at: '~/.aws/credentials:1:1',
    fix: ['+1 ~/.aws/credentials'],
    repaired: good,
    ...more,
  };
}

/** Files of other sorts, and files of other names. */
export const sortRows: readonly Row[] = [
  ofSort(
    'variables of Windows for good',
    `setx AWS_ACCESS_KEY_ID ${keyId(dev)}\n`,
    'is a file for the environment',
  ),
  ofSort('variables of fish', `set -gx AWS_ACCESS_KEY_ID ${keyId(dev)}\n`, 'is a file for the environment'),
  ofSort('variables of csh', `setenv AWS_ACCESS_KEY_ID ${keyId(dev)}\n`, 'is a file for the environment'),
  ofSort('a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n', 'is a private key'),
  ofSort('a block out of a page', `\`\`\`\n[default]\n${pair(dev)}\`\`\`\n`, 'begins with a fence', {
    fix: ['Take the lines of the fence out'],
  }),
  ofSort(
    'a merge with conflicts',
    `<<<<<<< HEAD\n[default]\n${pair(dev)}=======\n>>>>>>> b\n`,
    'is what git left',
    {
      fix: ['Keep one of the two sides'],
    },
  ),
  ofSort(
    'a merge with conflicts further down',
    `[default]\n${pair(dev)}<<<<<<< HEAD\n[a]\n=======\n[b]\n>>>>>>> b\n`,
    'is what git left',
    { at: '~/.aws/credentials:4:1', fix: ['Keep one of the two sides', '+4 ~/.aws/credentials'] },
  ),
  ofSort('a text with letters in colour', '{\\rtf1\\ansi\n[default]\n', 'is no text'),
  ofSort(
    'noise',
    new Uint8Array(Array.from({ length: 64 }, (_, at) => 128 + ((at * 37) % 120))),
    'is no text',
  ),
  ofSort('keys without a header', pair(dev), 'has settings above its first header', {
    fix: ["sed -i.bak '1{h;s/.*/[default]/p;g;}' ~/.aws/credentials && rm ~/.aws/credentials.bak"],
    last: "sed -i.bak '1{h;s/.*/[default]/p;g;}' ~/.aws/credentials && rm ~/.aws/credentials.bak",
  }),
  ofSort(
    'keys without a header below a comment',
    `# mine\n\n${pair(dev)}`,
    'has settings above its first header',
    {
      fix: ["sed -i.bak '3{h;s/.*/[default]/p;g;}'"],
    },
  ),
  ofSort(
    'variables of Terraform',
    `access_key = "${keyId(dev)}"\nsecret_key = "${secret}"\n`,
    'has settings above its first header',
    { fix: ['[default]'] },
  ),
  ofSort('four bytes a letter', wide(4), 'is saved as UTF-32', {
    id: 70,
    code: 'file-is-utf-16',
    fix: ['iconv -f UTF-32 -t UTF-8 ~/.aws/credentials'],
  }),
  ofSort('two bytes a letter and no mark', wide(2), 'is saved as UTF-16', {
    id: 70,
    code: 'file-is-utf-16',
    fix: ['iconv -f UTF-16 -t UTF-8 ~/.aws/credentials'],
  }),
  {
    id: 60,
    name: 'the ending of an editor',
    files: { [`${home}/.aws/credentials.txt`]: `[default]\n${pair(dev)}` },
    code: 'file-name-nearly-right',
    says: ['~/.aws/credentials is not there', '~/.aws/credentials.txt'],
    fix: ['mv -i ~/.aws/credentials.txt ~/.aws/credentials'],
    last: 'mv -i ~/.aws/credentials.txt ~/.aws/credentials',
    repaired: good,
  },
  {
    id: 60,
    name: 'a letter less',
    files: { [`${home}/.aws/credential`]: `[default]\n${pair(dev)}` },
    code: 'file-name-nearly-right',
    says: ['~/.aws/credential is'],
    fix: ['mv -i ~/.aws/credential ~/.aws/credentials'],
    repaired: good,
  },
  {
    id: 73,
    name: 'the folder that holds the file, in the variable',
    env: { AWS_SHARED_CREDENTIALS_FILE: `${home}/.aws` },
    ...good,
    code: 'folder-for-a-file',
    says: ['~/.aws is a folder', 'there is a file credentials in it'],
    fix: ['export AWS_SHARED_CREDENTIALS_FILE="$HOME/.aws/credentials"'],
    last: 'export AWS_SHARED_CREDENTIALS_FILE="$HOME/.aws/credentials"',
    repaired: good,
  },
  {
    id: 67,
    name: 'quotes around a path, which a file of variables kept',
    env: { AWS_SHARED_CREDENTIALS_FILE: `"${home}/.aws/credentials"` },
    ...good,
    code: 'file-variable-leads-nowhere',
    says: ['AWS_SHARED_CREDENTIALS_FILE leads to no file'],
    fix: ['export AWS_SHARED_CREDENTIALS_FILE="$HOME/.aws/credentials"'],
    last: 'export AWS_SHARED_CREDENTIALS_FILE="$HOME/.aws/credentials"',
    repaired: good,
  },
  {
    id: 81,
    name: 'a session without account and role',
    config:
      '[default]\nsso_session = acme\n[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n',
    code: 'setting-does-nothing',
    says: ['sso_session gives no credentials without sso_account_id and sso_role_name in `default`'],
    at: '~/.aws/config:2:1',
    fix: ['aws configure sso'],
    last: 'aws configure sso',
    repaired: good,
  },
  {
    id: 81,
    name: 'a start URL without account and role',
    config: '[default]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n',
    code: 'setting-does-nothing',
    says: ['sso_start_url gives no credentials'],
    at: '~/.aws/config:2:1',
    fix: ['aws configure sso'],
    repaired: good,
  },
];
