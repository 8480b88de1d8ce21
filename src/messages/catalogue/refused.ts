import { command } from '../../core/command.ts';
import type { MessageRow } from '../message-row.ts';

/** Calls that a policy refused: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export const refusedRows: readonly MessageRow[] = [
  {
    id: 'AD',
    isRefusal: true,
    patterns: [
      /is not authorized to perform: /i,
      /You (?:don't|do not) have (?:the )?permissions? (?:required )?to (?:perform )?[a-z][\w-]{1,39}:[A-Z]/,
      /Access denied to [a-z][\w-]{1,39}:[A-Z]/i,
    ],
    meaning: 'A policy refused the call, or none allows it.',
    causes: [
      'no policy allows the action on this resource',
      'a Deny in one of the policies matches',
      'the policies allow it under a condition that this request does not meet',
    ],
    remedies: [{ why: 'save the policies and ask which statement decides' }],
    next: 'simulate',
  },
  {
    id: 'E118',
    codes: ['UnauthorizedOperation', 'Client.UnauthorizedOperation'],
    patterns: [
      /You are not authorized to perform this operation\. Encoded authorization failure message/i,
      /Encoded authorization failure message/i,
    ],
    meaning: 'A policy refused the call; what decided is in the encoded message, which only AWS can read.',
    causes: ['no policy allows the action', 'a Deny in one of the policies matches'],
    remedies: [
      {
        why: 'with sts:DecodeAuthorizationMessage, in the account of the call',
        command: () => command`iamx explain-error --live - < message.txt`,
      },
    ],
    next: 'simulate',
  },
  {
    id: 'E119',
    isVague: true,
    codes: ['AccessDenied', 'AccessDeniedException', 'Forbidden', 'ForbiddenException', '403'],
    patterns: [
      /not authorized to perform (?:this operation|that action)/i,
      /(?<![\w(])Access Denied(?!\w)/i,
      /403 Forbidden/i,
      /Access to the resource https:\/\/\S{1,200} is denied/i,
      /^\s{0,4}Forbidden\s{0,4}$/i,
      /\bExplicit deny\b(?! in)/i,
    ],
    meaning: 'The call was refused, and AWS gives no reason.',
    causes: [
      'the resource is of another account: then AWS names no policy',
      'of S3: the bucket policy, the key policy of an encrypted object, Block Public Access, or a missing object where s3:ListBucket is not allowed',
      'of API Gateway: its resource policy, a missing API key, or WAF',
      'no policy allows the action, or a Deny matches',
    ],
    remedies: [{ why: 'save the policies and ask which statement decides' }],
    next: 'simulate',
  },
  {
    id: 'E121',
    isRefusal: true,
    patterns: [/explicit deny in an identity-based policy: arn:\S{1,200}(?:mfa|MultiFactor)\S{0,100}/i],
    meaning: 'A Deny holds as long as the session was made without MFA.',
    causes: ['long-term keys call without MFA, and the policy denies nearly everything then'],
    remedies: [{ why: 'make a session with a code of your MFA device first: sts:GetSessionToken' }],
    next: 'simulate',
  },
];
