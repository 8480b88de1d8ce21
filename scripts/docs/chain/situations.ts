import { flavourIds } from '../../../src/credentials/chain/chain.ts';
import { providerWords } from '../../../src/credentials/chain/describe.ts';
import { readCases, topics, type Expected, type FolderCase } from '../../../test/support/read-case.ts';
import { cell } from '../markdown.ts';
import { toolTable, type Row } from './table.ts';

const titles: Readonly<Record<(typeof topics)[number], string>> = {
  environment: 'Keys in the environment',
  profile: 'Which profile',
  files: 'Files',
  roles: 'Roles',
  'web-identity': 'Web identity',
  sso: 'SSO and sign-in',
  process: 'credential_process',
  container: 'Containers',
  instance: 'Instance metadata',
};

/** Every case of the tests, with what each tool makes of it. */
export function situations(): readonly string[] {
  const cases = readCases();
  return topics.flatMap((topic) => {
    const rows = cases.filter(({ about }) => about === topic).map(rowOf);
    return [`### ${titles[topic]}`, '', ...toolTable('Situation', rows), ''];
  });
}

function rowOf({ name, why, gotchas, expect }: FolderCase): Row {
  const traps = gotchas.map((number) => `[${number}](gotchas.md)`);
  const link = `[${cell(why)}](../test/credentials/cases/${name})`;
  return {
    label: traps.length === 0 ? link : `${link}, gotcha ${traps.join(', ')}`,
    cells: outcomes(expect),
  };
}

/** What each tool makes of it; with the keys where tools take others from the same place. */
function outcomes(expect: FolderCase['expect']): readonly string[] {
  const all = flavourIds.map((id) => expect[id]);
  const selected = all.filter((one) => one !== 'unverified' && one.verdict === 'selected');
  const differ = selected.some((one) =>
    selected.some((other) => one.provider === other.provider && giving(one) !== giving(other)),
  );
  return all.map((one) => {
    if (one === 'unverified') return '?';
    if (one.verdict !== 'selected') return `**${one.verdict}**`;
    return differ ? `${providerWords[one.provider]}: ${giving(one)}` : providerWords[one.provider];
  });
}

type Selected = Extract<Exclude<Expected, 'unverified'>, { readonly verdict: 'selected' }>;

function giving({ keys, token }: Selected): string {
  if (token === undefined) return wayOf(keys);
  return `${wayOf(keys)}, ${token === null ? 'no token' : token.replace(/^NotAToken/, 'token ').toLowerCase()}`;
}

/** `assume-role(…:role/A, static(AKIABASEZZZ…))` as `BASE → A`. */
function wayOf(keys: string): string {
  const [, arn, source] = /^assume-role\(([^,]*), (.*)\)$/.exec(keys) ?? [];
  if (arn !== undefined && source !== undefined) return `${wayOf(source)} → ${roleOf(arn)}`;
  const [, kind = '', inner = keys] = /^([\w-]+)\((.*)\)$/.exec(keys) ?? [];
  const name = roleOf(inner).replace(/^AKIA([A-Z]+?)Z*$/, '$1');
  return kind === 'static' ? name : `${kind} ${name}`;
}

function roleOf(arn: string): string {
  return arn.replace(/^arn:[^/]*role\//, '');
}
