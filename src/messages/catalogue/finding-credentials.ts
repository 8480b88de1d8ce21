import { command, setVariable, taking, word } from '../../core/command.ts';
import type { MessageRow } from '../message-row.ts';

const configure = { why: 'give the tool credentials', command: () => command`aws configure sso` } as const;
const chain = { asksChain: true, next: 'explain-chain' } as const;
const js = { ...chain, sdk: 'js' } as const;
const go = { ...chain, sdk: 'go' } as const;

/** What the tools say before they ask AWS: no credentials, no region, no connection. */
export const findingRows: readonly MessageRow[] = [
  {
    id: 'E20',
    codes: ['NoCredentials', 'NoCredentialsError', 'MissingCredentialsError'],
    patterns: [
      /Unable to locate credentials/i,
      /unable to sign request without credentials set/i,
      /provider credentials not found/i,
    ],
    meaning: 'The tool looked in every place that it knows and found no credentials.',
    causes: [
      'no keys, profile or role are set up here',
      { text: 'the right profile is not the one in use', sign: 'profile' },
      { text: 'the header of its section is not what the tool looks for', sign: 'header' },
    ],
    remedies: [configure],
    ...chain,
  },
  {
    id: 'E21',
    codes: ['PartialCredentialsError'],
    patterns: [
      /Partial credentials found in (?<provider>[\w-]{1,64}), missing: (?<variable>\w{1,64})/i,
      /partial credentials found for profile (?<profile>[^\s,]{1,64})/i,
    ],
    meaning: 'One half of the credentials is set, the other is not.',
    causes: [
      { text: 'a variable is empty', sign: 'two-places' },
      { text: 'a line of the file begins with a blank and is read as part of another', sign: 'folded' },
    ],
    remedies: [{ why: 'set both, or none' }],
    ...chain,
  },
  {
    id: 'E22',
    codes: ['ProfileNotFound'],
    patterns: [
      /The config profile \((?<profile>[^)]{1,64})\) could not be found/i,
      /failed to get shared config profile, (?<profile>[^\s,]{1,64})/i,
      /Unable to find the "(?<profile>[^"]{1,64})" profile/i,
      /Profile file contained no credentials for profile '(?<profile>[^']{1,64})'/i,
    ],
    meaning: 'The tool knows no profile `{profile}`.',
    causes: [
      { text: 'the name is misspelled, or AWS_PROFILE still holds an old one', sign: 'profile' },
      { text: 'the header in the config file misses the word `profile`', sign: 'header' },
      'the tool reads another file (AWS_CONFIG_FILE)',
    ],
    remedies: [{ why: 'see which profiles there are', command: () => command`aws configure list-profiles` }],
    ...chain,
  },
  {
    id: 'E23',
    codes: ['ConfigParseError'],
    patterns: [
      /Unable to parse config file: (?<path>\S{1,300})/i,
      /failed to load shared config file, (?<path>[^,\n]{1,300}),[^\n]{0,300}is a directory/i,
    ],
    meaning: 'A shared file cannot be read.',
    causes: [
      'a section stands there twice, or a key before the first section',
      'a line without `=`, or a byte order mark',
      'the path is a folder',
    ],
    remedies: [{ why: 'mend the line that is shown', command: () => command`iamx explain-chain` }],
    ...chain,
  },
  {
    id: 'E24',
    codes: ['CredentialsProviderError'],
    patterns: [
      /Could not load credentials from any providers/i,
      /Missing credentials in config/i,
      /Resolved credential object is not valid/i,
      /Credential is missing/i,
    ],
    meaning: 'The JavaScript SDK found no credentials, or hides what went wrong on the way.',
    causes: [
      {
        text: 'a process, a role or a sign-in failed before the last step, and its error was dropped',
        sign: 'swallowed',
      },
      'no credentials are set up here',
    ],
    remedies: [configure],
    ...js,
  },
  {
    id: 'E25',
    patterns: [/Could not resolve credentials using profile: \[(?<profile>[^\]]{1,64})\]/i],
    meaning: 'The profile `{profile}` holds nothing that the JavaScript SDK takes for credentials.',
    causes: ['the section has no keys, role, sign-in or process', 'the name is misspelled'],
    remedies: [configure],
    ...js,
  },
  {
    id: 'E26',
    patterns: [
      /Profile (?<profile>\S{1,64}) (?:could not be found|was not found|did not contain credential_process|does not contain login_session|is not configured with SSO credentials)/i,
    ],
    meaning: 'The profile `{profile}` has not got what this provider of the JavaScript SDK needs.',
    causes: ['the provider was chosen in the code and the profile is of another kind'],
    remedies: [{ why: 'see which profiles there are', command: () => command`aws configure list-profiles` }],
    ...js,
  },
  {
    id: 'E27',
    patterns: [
      /requires multi-factor authentication, but no MFA code callback was provided/i,
      /assume role with MFA enabled, but AssumeRoleTokenProvider session option not set/i,
    ],
    meaning: 'The role asks for an MFA code, and this tool cannot ask you for one.',
    causes: ['JavaScript, Go and Terraform do not prompt'],
    remedies: [
      {
        why: 'let the AWS CLI ask, and export its session',
        command: () => taking(command`aws configure export-credentials --format env`),
      },
    ],
    ...chain,
  },
  {
    id: 'E28',
    codes: ['NoCredentialProviders'],
    patterns: [/NoCredentialProviders: no valid providers in chain/i],
    meaning: 'Version 1 of the Go SDK found no credentials.',
    causes: [
      'AWS_SDK_LOAD_CONFIG is not set, so the config file is not read',
      'no credentials are set up here',
    ],
    remedies: [
      { why: 'let it read the config file', command: () => setVariable('AWS_SDK_LOAD_CONFIG', word`1`) },
    ],
    ...go,
  },
  {
    id: 'E29',
    frames: [/failed to refresh cached credentials, /i],
    patterns: [/no EC2 IMDS role found/i],
    meaning: 'The Go SDK names the last place that it asked; the real reason stands earlier in its chain.',
    causes: [
      'what the profile says is unknown to this version of the SDK, or a section is missing, so it was passed over',
      'no credentials are set up here, and this is no EC2 instance with a role',
      'of Terraform: the `provider` block and the `backend` block have settings of their own, and one of them names no profile',
    ],
    remedies: [configure],
    ...go,
  },
  {
    id: 'E30',
    frames: [/no valid credential sources(?: for [\w ]{1,40} (?:Provider|Backend))? found/i],
    meaning: 'Terraform found no credentials.',
    causes: [
      'the `provider` block and the `backend` block have settings of their own: one of them names no profile',
      'the profile uses SSO and the provider is too old',
    ],
    remedies: [configure],
    ...go,
  },
  {
    id: 'E31',
    patterns: [
      /Unable to load credentials from any of the providers in the chain/i,
      /Unable to load AWS credentials from any provider/i,
      /No AWS Credentials provided by \w/i,
      /the '(?:sts|sso|ssooidc|signin)' service module must be on the class path/i,
    ],
    meaning: 'The Java SDK found no credentials; its message lists each provider’s reason.',
    causes: ['no credentials are set up here', 'a module is missing: `sso`, `sts`'],
    remedies: [configure],
    ...chain,
    sdk: 'java',
  },
  {
    id: 'E32',
    patterns: [/the credential provider was not enabled/i, /no providers in chain provided credentials/i],
    meaning: 'The Rust SDK found no credentials.',
    causes: ['no credentials are set up here', 'the feature for SSO or processes is not compiled in'],
    remedies: [configure],
    ...chain,
    sdk: 'rust',
  },
  {
    id: 'E33',
    codes: ['InfiniteLoopConfigError'],
    patterns: [
      /Infinite loop in credential configuration detected/i,
      /Detected a cycle attempting to resolve credentials for profile/i,
    ],
    meaning: 'Profiles name each other as their source in a circle.',
    causes: [{ text: '`source_profile` of one leads back to the first', sign: 'loop' }],
    remedies: [{ why: 'let the last profile of the row hold keys or a sign-in' }],
    ...chain,
  },
  {
    id: 'E34',
    patterns: [
      /The source_profile "(?<profile>[^"]{1,64})" (?:referenced in|must)/i,
      /The profile "(?<profile>[^"]{1,64})" must (?:contain|have)/i,
      /references a source_profile/i,
    ],
    meaning: 'The profile that a role starts from is missing, or holds no credentials.',
    causes: [
      { text: 'the name behind `source_profile` is misspelled', sign: 'profile' },
      { text: 'that profile has a region only', sign: 'no-source' },
    ],
    remedies: [{ why: 'see which profiles there are', command: () => command`aws configure list-profiles` }],
    ...chain,
  },
  {
    id: 'E35',
    codes: ['CredentialRetrievalError'],
    patterns: [/Error when retrieving credentials from (?<provider>[\w-]{1,64}): /i],
    meaning: 'Credentials were to come from `{provider}`, which failed.',
    causes: ['the process ended with an error', 'the endpoint did not answer', 'the sign-in is over'],
    remedies: [{ why: 'run the source by itself', command: () => command`iamx explain-chain --live` }],
    ...chain,
  },
  {
    id: 'E36',
    codes: ['NoRegion', 'NoRegionError', 'MissingRegion', 'MissingRegionError'],
    patterns: [
      /You must specify a region/i,
      /Region is missing/i,
      /Invalid Configuration: Missing Region/i,
      /an AWS region is required, but was not found/i,
      /Unable to load region from any of the providers in the chain/i,
      /Unable to find a region via the region provider chain/i,
      /No RegionEndpoint or ServiceURL configured/i,
      /No region was provided\. Configure the/i,
      /missing region; use :region option/i,
      /Missing region in config/i,
      /could not find region configuration/i,
    ],
    meaning: 'No region is set where this tool looks.',
    causes: [
      { text: 'neither AWS_REGION nor the profile names one', sign: 'region' },
      'the region is set for another profile',
    ],
    remedies: [{ why: 'name a region', command: () => setVariable('AWS_REGION', word`us-east-1`) }],
    ...chain,
  },
  {
    id: 'E37',
    codes: ['EndpointConnectionError'],
    patterns: [
      /Could not connect to the endpoint URL: "(?<place>[^"]{1,300})"/i,
      /lookup (?<place>[\w.-]{1,200}\.amazonaws\.com(?:\.cn)?)[^\n]{0,80}: (?:no such host|server misbehaving)/i,
      /getaddrinfo (?:ENOTFOUND|EAI_AGAIN) (?<place>[\w.-]{1,200}\.amazonaws\.com(?:\.cn)?)/i,
      /Inaccessible host: `(?<place>[\w.-]{1,200})/i,
    ],
    meaning: 'Nothing answers at {place}.',
    causes: [
      { text: 'the region in the name of the host is misspelled', sign: 'region' },
      { text: 'an endpoint setting points elsewhere (AWS_ENDPOINT_URL)', sign: 'endpoint' },
      'this machine is offline, or a proxy is needed',
    ],
    remedies: [{ why: 'look at the region and at endpoint settings' }],
    ...chain,
  },
  {
    id: 'E38',
    codes: ['SSLError'],
    patterns: [
      /SSL validation failed/i,
      /CERTIFICATE_VERIFY_FAILED/i,
      /unable to get local issuer certificate/i,
      /self[- ]signed certificate in certificate chain/i,
    ],
    meaning: 'The certificate of the other side is not trusted.',
    causes: ['a company’s proxy reads TLS with a certificate of its own', 'AWS_CA_BUNDLE is empty or wrong'],
    remedies: [
      {
        why: 'name the file with the company’s certificate',
        command: () => setVariable('AWS_CA_BUNDLE', word`ca.pem`),
      },
      { why: 'for programs on Node', command: () => setVariable('NODE_EXTRA_CA_CERTS', word`ca.pem`) },
    ],
  },
  {
    id: 'E39',
    patterns: [/Unable to locate authorization token/i],
    meaning: 'This service takes a bearer token, and there is none.',
    causes: ['no `sso_session` is signed in to', 'AWS_BEARER_TOKEN_BEDROCK is not set'],
    remedies: [{ why: 'sign in', command: () => command`aws sso login` }],
    ...chain,
  },
];
