import { command, setVariable, unsetVariables, word } from '../../core/command.ts';
import type { Cause, MessageRow } from '../message-row.ts';

const renew = { why: 'renew the temporary credentials', command: () => command`aws sso login` } as const;
const unsetKeys = {
  why: 'take exported keys away that a profile was meant to replace',
  command: () => unsetVariables(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']),
} as const;
const unknownKey: readonly (string | Cause)[] = [
  'the key is inactive or was deleted',
  { text: 'a temporary key (ASIA…) is sent without its session token', sign: 'token-missing' },
  { text: 'a stale session token stands beside a long-term key (AKIA…)', sign: 'token-stale' },
  { text: 'exported keys are used in place of a profile', sign: 'shadowed' },
  {
    text: 'a key of one partition is used in another: China or GovCloud keys against the commercial regions',
    sign: 'partition',
  },
  'a region that the account has not opted in to',
  { text: 'a key of an emulator, such as LocalStack or MinIO, reached AWS', sign: 'endpoint' },
];
const clock = {
  why: 'set the clock by the network; in WSL and in machines that were asleep: from the hardware clock',
  command: () => command`sudo hwclock -s`,
} as const;

/** Keys and signatures: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
export const signatureRows: readonly MessageRow[] = [
  {
    id: 'E01',
    codes: ['InvalidClientTokenId'],
    patterns: [/The security token included in the request is invalid(?! or)/i],
    meaning: 'AWS does not know this access key, or not together with this session token.',
    causes: [
      ...unknownKey,
      {
        text: 'an IAM call with credentials of GetSessionToken that were obtained without MFA: every other service takes them, IAM answers this',
        sign: 'session-for-iam',
      },
    ],
    remedies: [
      unsetKeys,
      {
        why: 'for IAM calls: pass an MFA code to GetSessionToken, or use a role or the long-term key itself',
      },
    ],
    asksChain: true,
    next: 'explain-chain',
  },
  {
    id: 'E02',
    codes: ['UnrecognizedClientException'],
    patterns: [/The security token included in the request is invalid(?! or)/i],
    meaning: 'AWS does not know this access key; DynamoDB, Lambda and others word it so.',
    causes: unknownKey,
    remedies: [unsetKeys],
    asksChain: true,
    next: 'explain-chain',
  },
  {
    id: 'E03',
    codes: ['InvalidAccessKeyId'],
    patterns: [/The AWS Access Key Id you provided does not exist in our records/i],
    meaning: 'AWS does not know this access key; S3 words it so.',
    causes: unknownKey,
    remedies: [unsetKeys],
    asksChain: true,
    next: 'explain-chain',
  },
  {
    id: 'E04',
    codes: ['AuthFailure'],
    patterns: [/AWS was not able to validate the provided access credentials/i],
    meaning: 'EC2 cannot validate these credentials.',
    causes: [...unknownKey, { text: 'the clock of this machine is wrong', sign: 'clock' }],
    remedies: [unsetKeys],
    asksChain: true,
    next: 'explain-chain',
  },
  {
    id: 'E05',
    codes: ['SignatureDoesNotMatch'],
    patterns: [/The request signature we calculated does not match/i],
    meaning: 'AWS knows the key, but the request was signed with another secret than that of the key.',
    causes: [
      {
        text: 'the secret was altered on its way: cut, with a blank, a line end, quotes or a comment at its end, `+` or `/` lost',
        sign: 'altered',
      },
      { text: 'key and secret are of two pairs, or come from two places', sign: 'two-places' },
      'a proxy changes headers that were signed',
    ],
    remedies: [
      { why: 'write key and secret again, both from one place', command: () => command`aws configure` },
    ],
    asksChain: true,
    next: 'explain-chain',
  },
  {
    id: 'E06',
    patterns: [/Credential should be scoped to a valid region(?:, not '(?<region>[^']{1,64})')?/i],
    meaning: 'The request was signed for a region that this endpoint does not serve.',
    causes: [
      { text: 'the region’s name is wrong', sign: 'region' },
      { text: 'a global or custom endpoint is used with the signature of another region', sign: 'endpoint' },
    ],
    remedies: [{ why: 'set the region that the endpoint belongs to, or use the regional endpoint' }],
    asksChain: true,
    next: 'explain-chain',
  },
  {
    id: 'E07',
    patterns: [/Credential should be scoped to correct service/i],
    meaning: 'The request was signed for another service than the one that got it.',
    causes: [
      { text: 'an endpoint setting sends one service’s requests to another', sign: 'endpoint' },
      'a client that signs by itself',
    ],
    remedies: [{ why: 'look for AWS_ENDPOINT_URL and endpoint_url' }],
    asksChain: true,
    next: 'explain-chain',
  },
  {
    id: 'E08',
    patterns: [
      /Signature expired: (?<clock>\d{8}T\d{6}Z) is now earlier than (?<limit>\d{8}T\d{6}Z)(?: \((?<server>\d{8}T\d{6}Z))?/i,
      /Signature not yet current: (?<clock>\d{8}T\d{6}Z) is still later than (?<limit>\d{8}T\d{6}Z)(?: \((?<server>\d{8}T\d{6}Z))?/i,
    ],
    meaning: 'The clock of the machine that signed is wrong.',
    causes: ['a virtual machine or WSL that was asleep', 'no time service is running'],
    remedies: [clock],
    next: 'whoami',
  },
  {
    id: 'E09',
    codes: ['RequestExpired'],
    patterns: [/Request has expired/i],
    meaning: 'The request, or the link that was signed in advance, is too old.',
    causes: [
      { text: 'the clock of the machine that signed is wrong', sign: 'clock' },
      { text: 'the session that signed it is over', sign: 'expired' },
    ],
    remedies: [clock, renew],
    asksChain: true,
    next: 'whoami',
  },
  {
    id: 'E10',
    codes: ['RequestTimeTooSkewed'],
    patterns: [/The difference between the request time and the current time is too large/i],
    meaning: 'The clock of this machine is more than 15 minutes off.',
    causes: ['a virtual machine or WSL that was asleep', 'no time service is running'],
    remedies: [clock],
    next: 'whoami',
  },
  {
    id: 'E11',
    codes: ['IncompleteSignature', 'IncompleteSignatureException'],
    patterns: [
      /Authorization header requires 'Credential' parameter/i,
      /'[^']{0,300}' not a valid key=value pair/i,
    ],
    meaning: 'The Authorization header cannot be read.',
    causes: [
      { text: 'a blank or a line end stands in the access key id', sign: 'altered' },
      'the variable that holds the key is not set',
      'the header was written by hand',
    ],
    remedies: [
      { why: 'write the key again, without anything around it', command: () => command`aws configure` },
    ],
    asksChain: true,
    next: 'explain-chain',
  },
  {
    id: 'E12',
    codes: ['MissingAuthenticationToken', 'MissingAuthenticationTokenException'],
    patterns: [/(?:Request is )?Missing Authentication Token/i],
    meaning: 'The request is not signed, or API Gateway has no such path and method.',
    causes: [
      'the URL’s path, its stage or the method does not exist',
      'the client sends no signature (SigV4)',
    ],
    remedies: [{ why: 'check the URL with its stage, then sign the request' }],
  },
  {
    id: 'E13',
    codes: ['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired'],
    patterns: [/The (?:security|provided) token (?:included in the request )?(?:is|has) expired/i],
    meaning: 'The temporary credentials are over.',
    causes: [
      {
        text: 'exported variables of an old session are still set and win over a source that renews itself',
        sign: 'shadowed',
      },
      { text: 'the session lasted as long as it may', sign: 'expired' },
    ],
    remedies: [unsetKeys, renew],
    asksChain: true,
    next: 'explain-chain',
  },
  {
    id: 'E14',
    codes: ['InvalidToken'],
    patterns: [/The provided token is malformed or otherwise invalid/i],
    meaning: 'The session token cannot be read.',
    causes: [
      { text: 'the token was cut when it was copied', sign: 'altered' },
      'the token belongs to another partition, or to a region that is not enabled',
    ],
    remedies: [unsetKeys, renew],
    asksChain: true,
    next: 'explain-chain',
  },
  {
    id: 'E15',
    codes: ['OptInRequired'],
    patterns: [/You are not subscribed to this service/i],
    meaning: 'The account may not use this service or region yet.',
    causes: ['the account is not activated', 'the region must be opted in to'],
    remedies: [{ why: 'see which regions are open', command: () => command`aws account list-regions` }],
  },
  {
    id: 'E16',
    codes: ['RegionDisabledException'],
    patterns: [/STS is not activated in (?:this|the requested) region/i],
    meaning: 'STS is switched off in this region for the account.',
    causes: ['the region is not opted in to', 'an administrator deactivated STS there'],
    remedies: [{ why: 'activate it (IAM, account settings), or use another region’s STS' }],
    next: 'explain-chain',
  },
  {
    id: 'E17',
    codes: [
      'Throttling',
      'ThrottlingException',
      'RequestLimitExceeded',
      'TooManyRequestsException',
      'SlowDown',
      'ThrottledException',
    ],
    patterns: [/Rate exceeded/i],
    meaning: 'Too many calls, not a missing right.',
    causes: ['limits of IAM and STS hold for the whole account'],
    remedies: [
      { why: 'retry later and more slowly', command: () => setVariable('AWS_RETRY_MODE', word`adaptive`) },
    ],
  },
];
