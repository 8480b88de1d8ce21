import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

/** The package is built from a release by what can be looked up, and whoever publishes it runs nobody else's code. */

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Job {
  readonly needs?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: object;
  readonly permissions: object;
  readonly jobs: Readonly<Record<'build' | 'publish', Job>>;
}

const root = join(import.meta.dirname, '..');
const text = readFileSync(join(root, '.github', 'workflows', 'publish.yml'), 'utf8');
const { on, permissions, jobs } = parse(text) as Workflow;
const { scripts, repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly repository: { readonly url: string };
};
const runsOf = ({ steps }: Job) => steps.flatMap(({ run }) => (run === undefined ? [] : [run]));

test('a release starts it, and nothing else does', () => {
  expect(on).toEqual({ release: { types: ['published'] } });
});

test('each job has the rights that it needs, and nobody a secret', () => {
  expect(permissions).toEqual({});
  expect(jobs.build.permissions).toEqual({ contents: 'read' });
  expect(jobs.publish.permissions).toEqual({ 'id-token': 'write' });
  expect(text).not.toMatch(/\bsecrets\b|_TOKEN/i);
});

test('actions are named by their commit', () => {
  const used = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
  expect(used.length).toBeGreaterThan(4);
  expect(used.filter((name) => !/^actions\/[\w-]+@[0-9a-f]{40}$/.test(name))).toEqual([]);
});

test('what is published was checked and tested before', () => {
  const runs = runsOf(jobs.build);
  const called = runs.flatMap((run) => /^npm run --silent ([\w:]+)$/.exec(run)?.[1] ?? []);
  expect(called).toEqual(['check', 'test:all', 'test:package']);
  expect(called.filter((name) => scripts[name] === undefined)).toEqual([]);
  expect(runs.at(-1)).toContain('npm pack');
  expect(jobs.publish.needs).toBe('build');
});

test('the tag of the release is the version, and no text of it reaches a shell', () => {
  expect(runsOf(jobs.build)[0]).toContain('"$TAG" = "v$(node -p');
  expect([...runsOf(jobs.build), ...runsOf(jobs.publish)].filter((run) => run.includes('${{'))).toEqual([]);
});

test('whoever publishes installs nothing, runs no script of the package, and says where it comes from', () => {
  expect(runsOf(jobs.publish)).toEqual([
    'npm publish --provenance --access public --ignore-scripts packed/*.tgz',
  ]);
  expect(repository.url).toMatch(/^git\+https:\/\/github\.com\//);
});
