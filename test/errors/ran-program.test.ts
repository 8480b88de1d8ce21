import { describe, expect, test } from 'vitest';
import { programs, wrappers } from '../../src/errors/programs.ts';
import { readProgram } from '../../src/errors/ran-program.ts';

/** A line without quotes, as its words. */
const read = (line: string) => readProgram(line.split(' ').filter((word) => word !== ''));

describe('which tool it is', () => {
  test.each([
    ['aws s3 ls', 'cli'],
    ['/usr/local/bin/aws s3 ls', 'cli'],
    ['C:\\Tools\\aws.EXE s3 ls', 'cli'],
    ['terraform apply', 'go'],
    ['tofu plan', 'go'],
    ['terraform1.9 apply', 'go'],
    ['pulumi up', 'go'],
    ['eksctl get cluster', 'go'],
    ['cdk deploy', 'js'],
    ['npx cdk deploy', 'js'],
    ['npx -p aws-cdk cdk deploy', 'js'],
    ['node index.js', 'js'],
    ['python upload.py', 'boto3'],
    ['python3.12 -m upload', 'boto3'],
    ['ansible-playbook site.yml', 'boto3'],
    ['sam deploy', 'boto3'],
    ['mvn verify', 'java'],
    ['./gradlew test', 'java'],
    ['kubectl get pods', 'cli'],
    ['env AWS_PROFILE=dev aws s3 ls', 'cli'],
    ['env -i A=b -u C aws s3 ls', 'cli'],
    ['time aws s3 ls', 'cli'],
    ['nice -n 5 terraform apply', 'go'],
    ['timeout -k 5 60 terraform apply', 'go'],
    ['uv run python upload.py', 'boto3'],
    ['poetry run aws s3 ls', 'cli'],
    ['nohup time env A=b aws s3 ls', 'cli'],
    ['aws-vault exec prod -- terraform apply', 'go'],
    ['sudo -u app aws s3 ls', 'cli'],
    ['./deploy.sh', undefined],
    ['make deploy', undefined],
    ['', undefined],
  ])('%s: %s', (line, flavour) => {
    expect(read(line).flavour).toBe(flavour);
  });

  test('no name stands in two rows', () => {
    for (const rows of [programs, wrappers]) {
      const names = rows.flatMap((row) => row.names);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    }
  });

  test('every program of every row is found by its name', () => {
    for (const { names, flavour } of programs)
      for (const name of names) expect({ name, flavour: read(name).flavour }).toEqual({ name, flavour });
  });
});

describe('which profile and region its words name', () => {
  test.each([
    ['aws s3 ls --profile dev', { profile: 'dev' }],
    ['aws --profile=dev --region eu-west-1 s3 ls', { profile: 'dev', region: 'eu-west-1' }],
    ['aws --profile a s3 ls --profile b', { profile: 'b' }],
    ['cdk deploy --profile dev', { profile: 'dev' }],
    ['serverless deploy --aws-profile dev', { profile: 'dev' }],
    ['eksctl get cluster -p dev -r eu-west-1', { profile: 'dev', region: 'eu-west-1' }],
    ['terraform apply --profile dev', {}],
    ['aws s3 ls --profile', {}],
    ['time env A=b aws s3 ls --profile dev', { profile: 'dev' }],
    ['make deploy --profile dev', {}],
  ])('%s', (line, { profile, region }: { readonly profile?: string; readonly region?: string }) => {
    const found = read(line);
    expect([found.profile, found.region]).toEqual([profile, region]);
  });
});

test('what `env` sets and takes away', () => {
  expect(read('env AWS_PROFILE=dev -u AWS_REGION --unset=A B=c=d aws s3 ls')).toMatchObject({
    env: { AWS_PROFILE: 'dev', AWS_REGION: undefined, A: undefined, B: 'c=d' },
    isEnvEmpty: false,
  });
  expect(read('env -i PATH=/bin aws s3 ls')).toMatchObject({ env: { PATH: '/bin' }, isEnvEmpty: true });
  expect(read('env A=b env C=d aws')).toMatchObject({ env: { A: 'b', C: 'd' }, flavour: 'cli' });
});

test.each([
  ['sudo aws s3 ls', '`sudo`: it runs the program as another user'],
  ['docker run image aws s3 ls', '`docker`: a container'],
  ['aws-vault exec prod -- aws s3 ls', '`aws-vault`: it gives the program credentials of its own'],
  ['ssh host aws s3 ls', '`ssh`: it runs on another machine'],
  ['op run -- terraform apply', '`op`: it sets variables'],
])('%s: what cannot be seen from here is said', (line, because) => {
  expect(read(line).hidden).toContain(because);
});

test('of a shell it is not known which of its programs met the error', () => {
  expect(readProgram(['bash', '-c', 'aws s3 ls --profile dev'])).toMatchObject({ isAwsTool: false });
  expect(readProgram(['bash', '-c', 'aws s3 ls']).note).toContain('which of them met the error');
});

test('a call that is not signed, or goes elsewhere', () => {
  expect(read('aws s3 ls --no-sign-request')).toMatchObject({ isUnsigned: true, hasEndpoint: false });
  expect(read('aws s3 ls --endpoint-url http://x')).toMatchObject({ isUnsigned: false, hasEndpoint: true });
  expect(read('aws s3 ls --endpoint-url=http://x')).toMatchObject({ hasEndpoint: true });
  expect(read('echo --no-sign-request')).toMatchObject({ isUnsigned: false });
});
