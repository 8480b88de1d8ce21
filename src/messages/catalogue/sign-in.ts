import { command, setVariable, taking, unsetVariables, word } from '../../core/command.ts';
import type { MessageRow } from '../message-row.ts';
import { throughProfile } from './passed-roles.ts';

const login = { why: 'sign in again', command: () => command`aws sso login` } as const;
const chain = { asksChain: true, next: 'explain-chain' } as const;

/** Identity Center, `aws login`, instance metadata, containers, and what a profile may not hold. */
export const signInRows: readonly MessageRow[] = [
  {
    id: 'E40',
    codes: ['UnauthorizedSSOTokenError', 'TokenRetrievalError'],
    patterns: [
      /The SSO session associated with this profile (?:has expired|is invalid)/i,
      /Token has expired and refresh failed/i,
      /Error when retrieving token from sso/i,
      /refresh cached SSO token failed/i,
      /the SSO session has expired or is invalid/i,
      /Token is expired\. To refresh this SSO session run/i,
    ],
    meaning: 'The sign-in to Identity Center is over.',
    causes: [{ text: 'its time is up', sign: 'expired' }, 'the cached token cannot be read'],
    remedies: [login],
    ...chain,
  },
  {
    id: 'E41',
    codes: ['SSOTokenLoadError'],
    patterns: [/Error loading SSO Token: /i, /Token for (?<url>\S{1,200}) does not exist/i],
    meaning: 'There is no sign-in for this session name or start URL.',
    causes: [
      'you signed in to another session',
      'another tool keeps the token elsewhere, as Granted in the keychain',
      {
        text: 'HOME or AWS_CONFIG_FILE is another one here: the sign-in stands in the home folder',
        sign: 'token-elsewhere',
      },
    ],
    remedies: [login],
    ...chain,
  },
  {
    id: 'E42',
    patterns: [/Session token not found or invalid/i],
    meaning: 'Identity Center no longer knows the sign-in, though it looks valid here.',
    causes: ['somebody signed the user out, or the session was revoked'],
    remedies: [{ why: 'forget the old sign-in', command: () => command`aws sso logout` }, login],
    ...chain,
  },
  {
    id: 'E43',
    codes: ['ForbiddenException'],
    patterns: [/(?<![\w-])No access(?![\w-])/i],
    isBoth: true,
    meaning: 'You are signed in, but this user has not got this role in this account.',
    causes: [
      'sso_account_id or sso_role_name is misspelled',
      'the browser was signed in as somebody else',
      'the assignment was removed',
    ],
    remedies: [{ why: 'ask the administrator of Identity Center for the assignment' }],
    ...chain,
  },
  {
    id: 'E44',
    patterns: [
      /Session name not found/i,
      /failed to find SSO session section, (?<session>[^\s,]{1,64})/i,
      /The specified sso-session does not exist: "(?<session>[^"]{1,64})"/i,
      /is configured to use the SSO token provider but (?:the "(?<session>[^"]{1,64})" sso_session configuration does not exist|is missing)/i,
      /missing required configuration: sso_region/i,
      /Cannot (?:read|destructure) propert[^\n]{0,80}sso_region/i,
    ],
    meaning: 'The profile names an `[sso-session …]` that is not in the config file.',
    causes: [
      { text: 'the header is misspelled or quoted', sign: 'header' },
      'the section stands in the credentials file',
    ],
    remedies: [{ why: 'write the section', command: () => command`aws configure sso-session` }],
    ...chain,
  },
  {
    id: 'E45',
    patterns: [
      /Conflicting SSO (?:region|start_url)/i,
      /sso_(?:start_url|region) in profile "(?<profile>[^"]{1,64})" must match sso_(?:start_url|region) in sso-session/i,
    ],
    meaning: 'The profile and its `[sso-session …]` say two things.',
    causes: ['sso_start_url or sso_region stands in both, with two values'],
    remedies: [{ why: 'remove the lines from the profile' }],
    ...chain,
    sdk: 'js',
  },
  {
    id: 'E46',
    patterns: [
      /Your session has expired or credentials have changed\. Please reauthenticate using 'aws login'/i,
      /please re-authenticate using aws login/i,
    ],
    meaning: 'The session of `aws login` is over.',
    causes: ['its time is up', 'the password or the keys of the user changed'],
    remedies: [{ why: 'sign in again', command: () => command`aws login` }],
    ...chain,
  },
  {
    id: 'E47',
    isRefusal: true,
    patterns: [/(?:is not authorized to perform: )?signin:CreateOAuth2Token/i],
    meaning: 'Whoever signs in with `aws login` may not make the session.',
    causes: ['no policy allows signin:CreateOAuth2Token and signin:AuthorizeOAuth2Access'],
    remedies: [{ why: 'ask for AWS’s managed policy SignInLocalDevelopmentAccess' }],
    next: 'simulate',
  },
  {
    id: 'E48',
    patterns: [
      /Error retrieving metadata: /i,
      /TimeoutError from instance metadata service/i,
      /EC2 Instance Metadata Service access disabled/i,
      /Unable to get IAM security credentials from EC2 Instance Metadata Service/i,
      /Unable to contact EC2 metadata service/i,
    ],
    meaning: 'The metadata endpoint of the instance or the container gave no credentials.',
    causes: [
      'this is no EC2 instance, and nothing else is set up',
      'a container is one hop too far away: the hop limit is 1',
      { text: 'AWS_EC2_METADATA_DISABLED is set', sign: 'metadata-off' },
    ],
    remedies: [
      {
        why: 'let containers reach it',
        command: () =>
          command`aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2 --instance-id INSTANCE`,
      },
    ],
    ...chain,
  },
  {
    id: 'E49',
    patterns: [
      /invalid endpoint host, "(?<host>[^"]{1,200})", only loopback\/ecs\/eks hosts are allowed/i,
      /is not a valid container metadata service (?:hostname|protocol|URL)/i,
      /Unsupported host/i,
    ],
    meaning: 'AWS_CONTAINER_CREDENTIALS_FULL_URI points to a host that the tools refuse.',
    causes: ['only loopback addresses and those of ECS and EKS are taken without https'],
    remedies: [
      {
        why: 'take the variable away',
        command: () => unsetVariables(['AWS_CONTAINER_CREDENTIALS_FULL_URI']),
      },
    ],
    ...chain,
  },
  {
    id: 'E50',
    patterns: [
      /Invalid response received from instance metadata service/i,
      /404 - Not Found[^\n]{0,200}security-credentials/i,
      /The metadata [^\n]{0,100}no IAM role/i,
    ],
    meaning: 'The instance has no role.',
    causes: ['no instance profile is attached', 'the instance profile holds no role'],
    remedies: [
      {
        why: 'attach one',
        command: () =>
          command`aws ec2 associate-iam-instance-profile --instance-id INSTANCE --iam-instance-profile Name=PROFILE`,
      },
      throughProfile,
    ],
    asksChain: true,
    next: 'check pass-role',
  },
  {
    id: 'E51',
    patterns: [/Credentials were refreshed, but the refreshed credentials are still expired/i],
    meaning: 'The source gives credentials that are over already.',
    causes: [
      'a process prints what it cached',
      { text: 'the clock of this machine is wrong', sign: 'clock' },
    ],
    remedies: [{ why: 'run the source by itself', command: () => command`iamx explain-chain --live` }],
    ...chain,
  },
  {
    id: 'E52',
    patterns: [
      /only one credential type may be specified per profile/i,
      /credential type (?<key>\w{1,64}) requires role_arn, profile (?<profile>\S{1,64})/i,
      /credential_source values must be EcsContainer, Ec2InstanceMetadata, or Environment/i,
    ],
    meaning: 'The Go SDK refuses the profile while it loads, even where other credentials would be used.',
    causes: ['keys of two kinds stand in one profile', 'role_arn is missing'],
    remedies: [{ why: 'leave one kind in the profile' }],
    ...chain,
    sdk: 'go',
  },
  {
    id: 'E53',
    patterns: [
      /authorization token contains invalid newline sequence/i,
      /failed to read authorization token from (?<path>\S{1,300})/i,
    ],
    meaning: 'The container’s authorization token cannot be used.',
    causes: [
      { text: 'the file ends in a line break', sign: 'token-file' },
      'the file is missing, or closed to this user',
    ],
    remedies: [{ why: 'write the file without a line break at its end' }],
    ...chain,
    sdk: 'go',
  },
  {
    id: 'E54',
    patterns: [
      /The profile is configured to use the services section but the "(?<section>[^"]{1,64})" services configuration does not exist/i,
    ],
    meaning: 'The profile names a `[services …]` section that is not there: the AWS CLI makes no client.',
    causes: ['the header is misspelled'],
    remedies: [{ why: 'write the section, or remove the line `services =`' }],
    ...chain,
  },
  {
    id: 'E55',
    codes: ['InvalidRegionError'],
    patterns: [
      /Provided region_name '(?<region>[^']{0,64})' doesn't match a supported format/i,
      /Region not accepted: region="(?<region>[^"]{0,64})" is not/i,
      /Missing region value/i,
      /Failed to parse uri: https:\/\/[^\s]{0,200}\s/i,
    ],
    meaning: 'What is set as region is none, or none is set where the tool looks.',
    causes: [
      { text: 'quotes, blanks or an underscore stand in it', sign: 'region-form' },
      'a zone (us-east-1a) was given',
      'Terraform’s backend does not read the region of the profile',
    ],
    remedies: [{ why: 'name a region', command: () => setVariable('AWS_REGION', word`us-east-1`) }],
    ...chain,
  },
  {
    id: 'E56',
    patterns: [
      /Invalid endpoint: (?<url>\S{1,200})/i,
      /Custom endpoint .(?<url>\S{1,200}?). was not a valid URI/i,
      /TypeError: Invalid URL/i,
    ],
    meaning: 'An endpoint setting is no URL.',
    causes: [{ text: '`http://` or `https://` is missing in front of the host', sign: 'endpoint-form' }],
    remedies: [{ why: 'write the scheme, as in http://localhost:9000' }],
    ...chain,
  },
  {
    id: 'E57',
    patterns: [
      /\[Errno (?<number>\d{1,3})\] (?<why>[^:\n]{1,80}): '(?<path>[^'\n]{0,200}\.aws[^'\n]{0,200})'/i,
    ],
    meaning: 'The AWS CLI got the session of the role and cannot keep it in its cache.',
    causes: [
      { text: 'HOME is missing, or not writable for this user', sign: 'cache-closed' },
      'the file system is read-only',
    ],
    remedies: [{ why: 'give it a folder that it may write to' }],
    ...chain,
    sdk: 'cli',
  },
  {
    id: 'E58',
    patterns: [/a client bootstrap is necessary for querying STS/i],
    meaning:
      'The C++ SDK does not assume the role of the profile: the request goes out unsigned, or as the machine itself.',
    causes: ['the program was built without what the role needs: pyarrow and DuckDB are'],
    remedies: [
      {
        why: 'give it the session of the role',
        command: () => taking(command`aws configure export-credentials --format env`),
      },
    ],
    ...chain,
  },
  {
    id: 'E59',
    patterns: [
      /Error performing (?:PUT|GET) http:\/\/169\.254\.169\.254\//i,
      /Error retrieving credentials from the instance profile metadata serv(?:ice|er)/i,
      /Cannot read credentials from (?<path>\S{1,200})/i,
      /App\.config does not contain credentials information/i,
      /Failed to resolve AWS credentials/i,
      /Secret Validation Failure: during .create./i,
    ],
    meaning: 'The tool found no credentials and names the last place only, the metadata endpoint.',
    causes: ['Polars and delta-rs read no profiles', 'PHP, .NET and DuckDB read the environment first'],
    remedies: [
      {
        why: 'give it keys in the environment',
        command: () => taking(command`aws configure export-credentials --format env`),
      },
    ],
    ...chain,
  },
];
