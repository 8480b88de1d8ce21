import type { FlavourId } from '../credentials/chain/chain.ts';

/** How a program that talks to AWS finds its credentials, and which of its options say so. */
export interface ProgramRow {
  readonly names: readonly string[];
  /** Whose chain it walks; absent where none of the known ones is its own. */
  readonly flavour?: FlavourId;
  /** Options that name a profile and a region. */
  readonly profile?: readonly string[];
  readonly region?: readonly string[];
  /** What the chain does not say of it. */
  readonly note?: string;
}

const profile = ['--profile'];
const region = ['--region'];
const provider = 'a provider or backend block may name other credentials than those that are found here';
const inScript = 'what it runs may choose other credentials than those that are found here';

/** Which SDK each is built with, as its documentation or its module file says. */
export const programs: readonly ProgramRow[] = [
  { names: ['aws'], flavour: 'cli', profile, region },
  { names: ['terraform', 'tofu', 'terragrunt', 'terramate', 'packer'], flavour: 'go', note: provider },
  { names: ['pulumi'], flavour: 'go', note: 'a stack may name a profile or keys of its own' },
  { names: ['eksctl'], flavour: 'go', profile: ['--profile', '-p'], region: ['--region', '-r'] },
  {
    names: ['copilot', 'kops', 'aws-iam-authenticator', 's5cmd', 'aws-nuke', 'steampipe'],
    flavour: 'go',
    profile,
    region,
  },
  { names: ['rclone', 'velero', 'vault', 'consul', 'docker-credential-ecr-login'], flavour: 'go' },
  { names: ['cdk'], flavour: 'js', profile },
  { names: ['serverless', 'sls'], flavour: 'js', profile: ['--aws-profile'], region },
  { names: ['amplify', 'sst', 'cdktf', 'ampx'], flavour: 'js', profile },
  { names: ['node', 'nodejs', 'tsx', 'ts-node', 'bun', 'deno'], flavour: 'js', note: inScript },
  { names: ['python', 'pypy', 'ipython', 'jupyter', 'pytest'], flavour: 'boto3', note: inScript },
  {
    names: ['sam', 'eb', 'awslocal', 'chalice', 'zappa', 'cfn-lint', 'sceptre'],
    flavour: 'boto3',
    profile,
    region,
  },
  {
    names: ['ansible', 'ansible-playbook', 'ansible-inventory'],
    flavour: 'boto3',
    note: 'a task may name a profile or keys of its own',
  },
  {
    names: ['java', 'mvn', 'mvnw', 'gradle', 'gradlew', 'sbt', 'kotlin', 'scala', 'spark-submit'],
    flavour: 'java',
    note: inScript,
  },
  { names: ['cargo'], flavour: 'rust', note: inScript },
  {
    names: ['kubectl', 'helm', 'k9s', 'kustomize', 'flux'],
    flavour: 'cli',
    note: 'the kubeconfig names the program that gets its token',
  },
];

/** A program that runs another one, which stands behind its own words. */
export interface WrapperRow {
  readonly names: readonly string[];
  /** Its options that take a word as their value. */
  readonly valued?: readonly string[];
  /** Words without an option that stand before the program. */
  readonly skips?: number;
  /** It does so only behind this word. */
  readonly verb?: string;
  /** The program stands behind `--`, wherever that is. */
  readonly behindDashes?: true;
  /** What is not known of the program then: whose environment and files it has. */
  readonly hides?: string;
}

/** What stands in them is another program’s text: nobody reads it here. */
export const shells: readonly string[] = [
  ...['sh', 'bash', 'zsh', 'dash', 'ksh', 'fish', 'pwsh', 'powershell', 'cmd', 'busybox'],
  ...[
    'xargs',
    'parallel',
    'find',
    'watch',
    'make',
    'gmake',
    'just',
    'task',
    'rake',
    'npm',
    'pnpm',
    'yarn',
    'nx',
    'turbo',
  ],
];

const ownCredentials = 'it gives the program credentials of its own';

export const wrappers: readonly WrapperRow[] = [
  {
    names: ['time', 'nohup', 'setsid', 'exec', 'command', 'chronic', 'unbuffer', 'caffeinate'],
    valued: ['-f', '-o'],
  },
  { names: ['nice'], valued: ['-n', '--adjustment'] },
  { names: ['ionice'], valued: ['-c', '-n', '-p'] },
  { names: ['stdbuf'], valued: ['-i', '-o', '-e'] },
  { names: ['timeout'], valued: ['-k', '-s', '--kill-after', '--signal'], skips: 1 },
  { names: ['npx', 'bunx', 'pnpx'], valued: ['-p', '--package', '-c'] },
  { names: ['uvx', 'pipx'], valued: ['--from', '--with', '--spec'] },
  { names: ['uv', 'poetry', 'pipenv', 'pdm', 'rye', 'hatch'], verb: 'run' },
  { names: ['conda', 'mamba', 'micromamba'], verb: 'run', valued: ['-n', '-p', '--name', '--prefix'] },
  { names: ['mise', 'asdf', 'npm', 'pnpm', 'yarn'], verb: 'exec' },
  { names: ['strace', 'ltrace'], valued: ['-e', '-o', '-s', '-p'] },
  {
    names: ['sudo', 'doas'],
    valued: ['-u', '-g', '-h', '-p', '-C', '-D', '-R', '-T', '-U', '--user', '--group'],
    hides: 'it runs the program as another user, with an environment and files of that user',
  },
  {
    names: ['su', 'runuser', 'chroot', 'unshare', 'nsenter'],
    hides: 'it runs the program as another user, or with other files',
  },
  {
    names: ['docker', 'podman', 'nerdctl', 'finch'],
    hides: 'a container has an environment and files of its own',
  },
  { names: ['ssh', 'mosh'], hides: 'it runs on another machine' },
  { names: ['aws-vault', 'aws-okta'], behindDashes: true, hides: ownCredentials },
  {
    names: ['saml2aws', 'aws-sso', 'granted', 'assume', 'gimme-aws-creds', 'awsume', 'aws-runas'],
    behindDashes: true,
    hides: ownCredentials,
  },
  {
    names: ['op', 'doppler', 'chamber', 'teller', 'infisical', 'envchain', 'dotenv', 'direnv'],
    behindDashes: true,
    hides: 'it sets variables for the program that are not seen here',
  },
];
