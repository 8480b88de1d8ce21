import { describe, expect, test } from 'vitest';
import { askFiles, jwt, now, trust } from './support/files.ts';

/** Trust policies for GitHub Actions as people write them, by every subject that a job may send. */

const host = 'token.actions.githubusercontent.com';
const role = 'arn:aws:iam::111122223333:role/Deploy';

const wanted = [
  'repo:acme/app:ref:refs/heads/main',
  'repo:Acme/App:ref:refs/heads/main',
  'repo:acme/app:refs/heads/main',
  'repo:acme/app:main',
  'acme/app:ref:refs/heads/main',
  'repo:acme/app:ref:refs/heads/*',
  'repo:acme/app:ref:refs/tags/v*',
  'repo:acme/app:environment:prod',
  'repo:acme/app:environment:Prod',
  'repo:acme/app:pull_request',
  'repo:acme/app:*',
  'repo:acme/*',
  'repo:acme/*:*',
  'repo:acme/app',
  'repo:acme@1/app@2:ref:refs/heads/main',
  'repo:acme@1/app@2:*',
  'repo:acme@*/app@*:ref:refs/heads/main',
  'repo:other/app:ref:refs/heads/main',
  '*',
  'repo:acme/ap?:ref:refs/heads/main',
];

const sent = [
  'repo:acme/app:ref:refs/heads/main',
  'repo:acme/app:ref:refs/heads/feature/x',
  'repo:acme/app:ref:refs/tags/v1.2.3',
  'repo:acme/app:environment:prod',
  'repo:acme/app:environment:Prod',
  'repo:acme/app:pull_request',
  'repo:Acme/App:ref:refs/heads/main',
  'repo:acme@1/app@2:ref:refs/heads/main',
  'repo:acme@1/app@2:environment:prod',
  'repo:acme/other:ref:refs/heads/main',
  'repo:acme/app:job_workflow_ref:acme/shared/.github/workflows/deploy.yml@refs/heads/main',
];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function lets(operator: string, value: string, subject: string): boolean {
  if (operator === 'StringEquals') return value === subject;
  const pattern = value
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 's').test(subject);
}

const ask = (operator: string, value: string, subject: string) =>
  askFiles(['assume-role', role, '--trust-policy', 't.json', '--web-identity-token', 'j'], {
    't.json': trust(
      { Federated: `arn:aws:iam::111122223333:oidc-provider/${host}` },
      { [operator]: { [`${host}:sub`]: value }, StringEquals: byOperator(operator, value) },
      'sts:AssumeRoleWithWebIdentity',
    ),
    j: jwt({ iss: `https://${host}`, aud: 'sts.amazonaws.com', sub: subject, exp: now / 1000 + 300 }),
  });

const byOperator = (operator: string, value: string) => ({
  [`${host}:aud`]: 'sts.amazonaws.com',
  ...(operator === 'StringEquals' ? { [`${host}:sub`]: value } : {}),
});

const bare = (subject: string) => subject.replace(/@\d+(?=[/:])/g, '').toLowerCase();
const repositoryOf = (text: string) => /^(?:repo:)?([^/:]+\/[^:]+)/.exec(bare(text))?.[1];

describe.each(['StringEquals', 'StringLike'])('%s', (operator) => {
  test.each(wanted)('%s', async (value) => {
    for (const subject of sent) {
      const { document, status, codes } = await ask(operator, value, subject);
      const isLet = lets(operator, value, subject);
      const asked = `${operator} ${value}, sent ${subject}`;
      expect({ asked, verdict: document.verdict }).toEqual({ asked, verdict: isLet ? 'yes' : 'no' });
      expect(status).toBe(isLet ? 0 : 1);
      const isNear = repositoryOf(value) === repositoryOf(subject) && value.includes(':', 5);
      const hints = codes.filter((code) => code.startsWith('check/github-'));
      if (!isLet && isNear) expect({ asked, hints: hints.length > 0 }).toEqual({ asked, hints: true });
    }
  });
});

test.each([
  ['case', 'StringEquals', 'repo:Acme/App:ref:refs/heads/main', 'repo:acme/app:ref:refs/heads/main'],
  ['environment', 'StringEquals', 'repo:acme/app:ref:refs/heads/main', 'repo:acme/app:environment:prod'],
  ['environment', 'StringLike', 'repo:acme/app:environment:*', 'repo:acme/app:ref:refs/heads/main'],
  ['ids', 'StringEquals', 'repo:acme/app:ref:refs/heads/main', 'repo:acme@1/app@2:ref:refs/heads/main'],
  ['ids', 'StringEquals', 'repo:acme@1/app@2:ref:refs/heads/main', 'repo:acme/app:ref:refs/heads/main'],
  ['ids', 'StringLike', 'repo:acme/*', 'repo:acme@1/app@2:ref:refs/heads/main'],
  ['literal-star', 'StringEquals', 'repo:acme/*', 'repo:acme/app:ref:refs/heads/main'],
  ['prefix', 'StringEquals', 'acme/app:ref:refs/heads/main', 'repo:acme/app:ref:refs/heads/main'],
  ['pull-request', 'StringEquals', 'repo:acme/app:ref:refs/heads/main', 'repo:acme/app:pull_request'],
  ['repository', 'StringEquals', 'repo:other/app:ref:refs/heads/main', 'repo:acme/app:ref:refs/heads/main'],
  ['ref', 'StringEquals', 'repo:acme/app:main', 'repo:acme/app:ref:refs/heads/main'],
])('%s: %s %s, sent %s', async (code, operator, value, subject) => {
  const { codes, status } = await ask(operator, value, subject);
  expect(status).toBe(1);
  expect(codes).toContain(`check/github-${code}`);
});
