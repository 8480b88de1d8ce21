import { command, type Hint } from '../../../core/command.ts';
import { late } from '../../../core/late.ts';

/** A kind of text that people give by mistake for a policy. */
export interface ForeignText {
  readonly id: string;
  /** Completes "it looks like". */
  readonly looksLike: string;
  readonly hint: Hint;
  /**
   * On the text's first 20,000 characters, from the first that is not white space; for a `body` row from the first
   * that belongs to no comment either. Must be linear in the text: no repetition inside another.
   */
  readonly pattern: RegExp;
  readonly on?: 'body';
  readonly example: string;
}

/** The first row that matches counts. A row must not match any JSON, not even with mistakes in it. */
export const foreignTexts = late((): readonly ForeignText[] => [
  {
    id: 'private-key',
    looksLike: 'a key or certificate',
    hint: 'Name the policy’s own file, and keep this one secret.',
    pattern: /^-----BEGIN /,
    example: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  },
  {
    id: 'shared-config',
    looksLike: 'an AWS config or credentials file',
    hint: ['Name a policy; which credentials such a file gives: ', command`iamx explain-chain`],
    pattern:
      /^(?:\[[ \t]*(?:default|preview|plugins|(?:profile|sso-session|services)[ \t][^\]\n]*|(?!true\b|false\b|null\b)[A-Za-z][\w.@-]*)[ \t]*\]|aws_[a-z_]+[ \t]*=)[ \t]*(?:[#;\r\n]|$|\S)/i,
    on: 'body',
    example: '# work\n[default]\nregion = eu-west-1\n',
  },
  {
    id: 'aws-error',
    looksLike: 'an error text of AWS',
    hint: 'It tells the question: give its caller, action and resource as `--principal`, `--action` and `--resource`.',
    pattern:
      /^(?![\s]*[[{"']).*(?:An error occurred \(|is not authorized to perform:|\bAccessDenied(?:Exception)?\b|\bUnauthorizedOperation\b|Encoded authorization failure message|<Code>[A-Z]\w+<\/Code>)/s,
    example:
      'An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:iam::111122223333:user/ana is not authorized to perform: s3:GetObject',
  },
  {
    id: 'html',
    looksLike: 'an HTML page',
    hint: 'Save the policy itself, not the page that shows it.',
    pattern: /^<(?:!doctype\s+html|html|head|body|script|div)\b/i,
    on: 'body',
    example: '<!DOCTYPE html>\n<html><body>Sign in</body></html>',
  },
  {
    id: 'xml',
    looksLike: 'XML',
    hint: 'Policies are JSON: AWS’s Query APIs carry them URL-encoded inside `PolicyDocument`.',
    pattern: /^<[?!A-Za-z]/,
    on: 'body',
    example: '<?xml version="1.0"?>\n<GetRolePolicyResponse/>',
  },
  {
    id: 'terraform',
    looksLike: 'a Terraform file',
    hint: 'Save the JSON that Terraform makes of the policy in a file of its own.',
    pattern:
      /^(?:resource|data|module|variable|provider|output)[ \t]+"[^"\n]*"[ \t]*(?:"[^"\n]*"[ \t]*)?\{|^(?:terraform|locals|moved|import|removed|check)[ \t]*\{/m,
    example: '# roles\nresource "aws_iam_policy" "read" {\n  name = "read"\n}\n',
  },
  {
    id: 'cloudformation-yaml',
    looksLike: 'a CloudFormation template',
    hint: 'Save the policy’s own document in a file of its own.',
    pattern: /^AWSTemplateFormatVersion[ \t]*:|^Resources[ \t]*:\s+\S+[ \t]*:\s+(?:Type|Properties)[ \t]*:/m,
    example: 'Resources:\n  Role:\n    Type: AWS::IAM::Role\n',
  },
  {
    id: 'scenario-yaml',
    looksLike: 'a scenario of iamx',
    hint: ['Give it as a scenario: ', command`iamx simulate --scenario FILE`],
    pattern: /^(?:request|scenarios)[ \t]*:[ \t\r]*(?:\n|\{)/m,
    example: 'name: may read\nrequest:\n  action: s3:GetObject\n',
  },
  {
    id: 'markdown',
    looksLike: 'Markdown with the policy in a code block',
    hint: 'Keep only the lines between the fences.',
    pattern: /^(?:```|#+ [\s\S]*?\n```)/,
    example: '```json\n{"Version":"2012-10-17","Statement":[]}\n```\n',
  },
  {
    id: 'cedar',
    looksLike: 'a Cedar policy',
    hint: 'Cedar belongs to Verified Permissions; IAM policies are JSON.',
    pattern: /^(?:@\w+\([^)\n]*\)\s*)*(?:permit|forbid)\s*\(/,
    on: 'body',
    example: 'permit (principal, action, resource);',
  },
  {
    id: 'rego',
    looksLike: 'a Rego policy',
    hint: 'Rego belongs to Open Policy Agent; IAM policies are JSON.',
    pattern: /^package[ \t]+[a-z][\w.]*[ \t\r]*(?:\n|$)/,
    on: 'body',
    example: 'package authz\n\ndefault allow := false\n',
  },
  {
    id: 'script',
    looksLike: 'a script',
    hint: 'Name the file that the script writes.',
    pattern: /^#!/,
    example: '#!/bin/sh\naws iam get-policy\n',
  },
  {
    id: 'arn',
    looksLike: 'an ARN',
    hint: 'For a policy of AWS’s own give its name with `--managed`; else save `aws iam get-policy-version` to a file.',
    pattern: /^arn:[\w-]*:[\w-]*:[\w-]*:\w*:\S+\s*$/,
    example: 'arn:aws:iam::aws:policy/ReadOnlyAccess\n',
  },
  {
    id: 'credential-report',
    looksLike: 'a credential report of IAM',
    hint: 'Name a policy, a JSON file.',
    pattern: /^user,arn,user_creation_time,/,
    example: 'user,arn,user_creation_time,password_enabled\n',
  },
  {
    id: 'yaml-policy',
    looksLike: 'a policy in YAML',
    hint: 'Give the file a name that ends in `.yaml`.',
    pattern: /^(?:Version|Id|Statement):(?:\s|$)/,
    on: 'body',
    example: 'Version: "2012-10-17"\nStatement:\n  - Effect: Allow\n',
  },
  {
    id: 'yaml',
    looksLike: 'YAML',
    hint: 'A policy holds `Version` and `Statement`; one in YAML has a name that ends in `.yaml`.',
    pattern: /^(?:[A-Za-z_][\w.-]*:(?:[ \t]|\r?\n|$)|- [\w"'])/,
    on: 'body',
    example: 'apiVersion: v1\nkind: Pod\n',
  },
]);

/** White space, comments of any language, and the line that starts a YAML document. */
const lead = /\s+|[#;][^\n]*|\/\/[^\n]*|<!--[\s\S]*?-->|---(?=\s)[^\n]*/y;

/** The text from the first character that belongs to no comment. */
export function bodyOf(text: string): string {
  let from = 0;
  for (;;) {
    lead.lastIndex = from;
    if (!lead.test(text)) return text.slice(from);
    from = lead.lastIndex;
  }
}

/** The first row that matches the text. */
export function findForeignText(text: string): ForeignText | undefined {
  const start = text.slice(0, 20_000).trimStart();
  const body = bodyOf(start);
  return foreignTexts().find(({ pattern, on }) => pattern.test(on === 'body' ? body : start));
}
