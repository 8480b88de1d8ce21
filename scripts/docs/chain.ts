import { flavourIds, providerIds, type ProviderId } from '../../src/credentials/chain/chain.ts';
import type { Flavour } from '../../src/credentials/chain/flavour.ts';
import { swallowed } from '../../src/credentials/chain/swallow.ts';
import type { Section } from '../../src/credentials/places/section.ts';
import { source } from '../../src/core/source.ts';
import { pythonDialect } from '../../src/formats/ini-dialects.ts';
import { parseIni } from '../../src/formats/ini.ts';
import type { Link } from '../../src/credentials/chain/provider.ts';
import { flavours } from '../../src/credentials/flavours.ts';
import { memoryHost } from '../../src/host/memory.ts';
import { openWorld } from '../../src/credentials/places/world.ts';
import { labelsOf } from './chain/labels.ts';
import { headerRows, lineRows } from './chain/readers.ts';
import { situations } from './chain/situations.ts';
import { row, toolTable, type Row } from './chain/table.ts';
import { describeRule } from './chain/words.ts';
import { cell, code, heading, line } from './markdown.ts';

/** Where the rules of each provider are written down, and those that stand inside of them. */
const interfaces: Readonly<
  Record<ProviderId, readonly (readonly [file: string, name: string, inside?: string])[]>
> = {
  explicit: [],
  env: [['env.ts', 'EnvRules']],
  'assume-role': [
    ['assume-role.ts', 'AssumeRoleRules'],
    ['../chain/sts-client-problem.ts', 'StsClientRules', 'stsClient'],
  ],
  'web-identity': [
    ['web-identity.ts', 'WebIdentityRules'],
    ['../chain/sts-client-problem.ts', 'StsClientRules', 'stsClient'],
  ],
  sso: [
    ['sso.ts', 'SsoRules'],
    ['sso-token.ts', 'SsoTokenRules', 'token'],
  ],
  login: [['login.ts', 'LoginRules']],
  process: [['process.ts', 'ProcessRules']],
  'shared-credentials-file': [['static-keys.ts', 'StaticKeyRules']],
  'config-file': [['static-keys.ts', 'StaticKeyRules']],
  'ec2-credentials-file': [],
  'boto-config': [],
  container: [['container-rules.ts', 'ContainerRules']],
  imds: [
    ['imds.ts', 'ImdsRules'],
    ['../chain/imds-client.ts', 'ImdsClientRules', 'client'],
  ],
  'system-properties': [['system-properties.ts', 'SystemPropertyRules']],
};

/** In which order each tool looks for credentials, and by which rules. */
export async function chainPage(): Promise<string> {
  return [
    ...heading('Where tools look for credentials, and by which rules'),
    'What `iamx explain-chain` knows of each tool: this page is made of the tables that decide its answer',
    '(`src/credentials/flavours/`), of what their readers make of samples, and of the cases of the tests. Where a rule',
    'says *stops*, the tool ends with an error and looks at no other place; where it says *goes on*, the next place is',
    'looked at. *–* means that there is no such rule.',
    '',
    '## Tools',
    '',
    line(['Tool', '`--sdk`', 'Read at']),
    line(['---', '---', '---']),
    ...flavourIds.map((id) => line([flavours[id].title, code(id), flavours[id].library])),
    '',
    'Rules that were read in an old copy or not verified are marked in the tables and listed in',
    '[decision 0023](decisions/0023-rules-that-were-read-or-guessed.md).',
    '',
    '## Order',
    '',
    'The number is the place in the order, the name is the one that the tool itself uses. One name at several places',
    'is one provider of the tool that tries several styles of a profile: the first that applies is the only one.',
    'What is said of a tool that has a place twice is parted by ` / `.',
    '',
    ...toolTable('Place', providerIds.filter((id) => linksOf(id).length > 0).map(placeRow)),
    '',
    'When every place was looked at:',
    '',
    ...perTool(({ exhausted }) => cell(exhausted)),
    '',
    '## Before the first place',
    '',
    'What stops a tool whatever its credentials would have come from:',
    '',
    ...perTool(checksOf),
    '',
    '## Profile and files',
    '',
    ...toolTable('Rule', fileRows()),
    '',
    '### Headers',
    '',
    'What each reader takes a header for:',
    '',
    ...toolTable('Header', await headerRows()),
    '',
    '### Lines',
    '',
    'The value of `key` in a credentials file. `↵` is a line end inside the value.',
    '',
    ...toolTable('Line', await lineRows()),
    '',
    '## Places, rule by rule',
    '',
    ...providerIds.filter((id) => linksOf(id).length > 0).flatMap(providerSection),
    '## Region',
    '',
    'The first place that has one counts.',
    '',
    ...perTool(regionOf),
    '',
    '## Addresses',
    '',
    ...toolTable('Rule', [
      ...labelled('chain/flavour-rules.ts', 'EndpointRules', ['merge'], ({ endpoints }) => endpoints),
      row('The files in which `services` and `endpoint_url` are looked for.', ({ endpoints }) =>
        endpoints.merge('endpoint_url').join(', then '),
      ),
      sourceRow('endpoints'),
    ]),
    '',
    '## Calls',
    '',
    'What `iamx whoami` and `--live` do as the tool would do it.',
    '',
    ...toolTable('Rule', callRows()),
    '',
    '## Situations',
    '',
    'Each is a folder that the tests run for every tool, most of them against the SDK itself too. **error**: the tool',
    'stops; **none**: it finds no credentials; ?: no source says what it does. Where tools take other keys from the same',
    'place, the word behind it stands in the name of the key or the role of the case.',
    '',
    ...situations(),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

/** One line for each thing that is said, and the tools of which it is true. */
function perTool(tell: (flavour: Flavour) => string): readonly string[] {
  const told = new Map<string, string[]>();
  for (const id of flavourIds) {
    const text = tell(flavours[id]);
    told.set(text, [...(told.get(text) ?? []), flavours[id].title]);
  }
  return [...told].map(([text, titles]) => `- **${titles.join(', ')}**: ${text}`);
}

function linksOf(id: ProviderId): readonly Link[] {
  return flavourIds.flatMap((flavour) => linksIn(flavours[flavour], id).map(({ link }) => link));
}

function linksIn({ chain }: Flavour, id: ProviderId) {
  return chain.map((link, at) => ({ link, number: at + 1 })).filter(({ link }) => link.id === id);
}

function placeRow(id: ProviderId): Row {
  return row(`[${titleOf(id)}](#${anchorOf(titleOf(id))})`, (flavour) => {
    const links = linksIn(flavour, id);
    return links.length === 0
      ? '–'
      : links.map(({ link, number }) => `${number} ${code(link.sdkName)}`).join(', ');
  });
}

function titleOf(id: ProviderId): string {
  return linksOf(id)[0]?.title ?? id;
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}

function providerSection(id: ProviderId): readonly string[] {
  const rows = [
    row('Place in the order', (flavour) => eachLink(flavour, id, ({ number }) => String(number))),
    row('Condition', (flavour) =>
      eachLink(flavour, id, ({ link }) => (link.notes.length === 0 ? 'none' : link.notes.join('; '))),
    ),
    ...interfaces[id].flatMap(([file, name, inside]) => ruleRows(id, file, name, inside)),
    sourceRow(id),
  ];
  return [`### ${titleOf(id)}`, '', ...toolTable('Rule', rows), ''];
}

/** What the function says of each place of the provider, once where all say the same. */
function eachLink(
  flavour: Flavour,
  id: ProviderId,
  tell: (one: { readonly link: Link; readonly number: number }) => string | undefined,
): string {
  const links = linksIn(flavour, id);
  const told = [...new Set(links.map((one) => tell(one)).filter((text) => text !== undefined))];
  return links.length === 0 ? '–' : told.join(' / ');
}

function ruleRows(id: ProviderId, file: string, name: string, inside?: string): readonly Row[] {
  const rows = [...labelsOf(`credentials/providers/${file}`, name)].map(([property, label]) => ({
    property,
    ...row(label, (flavour) =>
      eachLink(flavour, id, ({ link }) => {
        const rules = insideOf(link.rules, inside);
        const told = rules === undefined ? undefined : describeRule(property, memberOf(rules, property));
        return link.notes.includes(swallowed) ? told?.replace('stops', 'fails, and the chain goes on') : told;
      }),
    ),
  }));
  const told = rows.filter(({ cells }) => cells.some((text) => text !== '' && text !== '–'));
  const unnamed = told.find(({ label }) => label === '');
  if (unnamed !== undefined) throw new Error(`${file}: ${name}.${unnamed.property} has no comment`);
  return told.map(({ label, cells }) => ({ label, cells: cells.map((text) => (text === '' ? '–' : text)) }));
}

function insideOf(rules: object | undefined, inside: string | undefined): object | undefined {
  if (rules === undefined || inside === undefined) return rules;
  const found = memberOf(rules, inside);
  return typeof found === 'object' && found !== null ? found : undefined;
}

function memberOf(rules: object, name: string): unknown {
  return Object.entries(rules).find(([key]) => key === name)?.[1];
}

function sourceRow(part: keyof Flavour['sources']): Row {
  return row('Source', ({ sources, chain, id }) => {
    const source = sources[part];
    if (source !== undefined) return cell(source);
    if (chain.some((link) => link.id === part)) throw new Error(`${id} names no source for ${part}`);
    return '–';
  });
}

function checksOf({ checks, sources }: Flavour): string {
  if (checks.length === 0) return 'nothing.';
  return `${checks.map(({ says }) => says).join('; ')}. Source: ${cell(sources.checks ?? '')}`;
}

function labelled(
  file: string,
  name: string,
  without: readonly string[],
  rulesOf: (flavour: Flavour) => object,
): readonly Row[] {
  return [...labelsOf(`credentials/${file}`, name)]
    .filter(([property]) => !without.includes(property))
    .map(([property, label]) =>
      row(label, (flavour) => describeRule(property, memberOf(rulesOf(flavour), property)) ?? ''),
    );
}

const here = '/home/me';
const posixWorld = (env: Readonly<Record<string, string>>) =>
  openWorld(memoryHost({ env, homeFolder: '/users/me' }), 'offline');

function fileRows(): readonly Row[] {
  const asFile = (path: string) =>
    row(`${code(path)} in \`AWS_CONFIG_FILE\` means`, ({ files }) =>
      code(files.expandPath(path, posixWorld({ HOME: here }), here)),
    );
  return [
    row('The variables that name the profile, the strongest first', ({ profile }) =>
      profile.variables.map(code).join(', '),
    ),
    ...labelled('places/place-rules.ts', 'ProfileRules', ['variables'], ({ profile }) => profile),
    row('The home folder where `HOME` is empty', ({ files }) =>
      files.home(posixWorld({ HOME: '' })) === '/users/me' ? 'of the user database' : 'the root folder',
    ),
    asFile('~/config'),
    asFile('$HOME/config'),
    ...labelled(
      'places/place-rules.ts',
      'FileRules',
      ['dialect', 'sectionNames', 'home', 'expandPath', 'merge'],
      ({ files }) => files,
    ),
    ...['aws_access_key_id', 'aws_session_token', 'role_arn'].map((key) =>
      row(`Where ${code(key)} is looked for, the first that has it decides`, ({ files }) =>
        mergeOrder(files, key),
      ),
    ),
    { ...sourceRow('profile'), label: 'Source, profile' },
    { ...sourceRow('files'), label: 'Source, files' },
  ];
}

/** The order of the files where both have the profile and the credentials file has a pair. */
function mergeOrder({ merge }: Flavour['files'], key: string): string {
  const pair = sectionOf('aws_access_key_id = a\naws_secret_access_key = b\n');
  const none = sectionOf('region = c\n');
  const withPair = merge(key, { config: pair, credentials: pair }).join(', then ');
  const without = merge(key, { config: pair, credentials: none }).join(', then ');
  return withPair === without ? withPair : `${withPair}; without a pair in credentials: ${without}`;
}

function sectionOf(lines: string): Section {
  const ini = parseIni(source('credentials', `[a]\n${lines}`), pythonDialect);
  const entries = ini.sections[0]?.entries ?? new Map<string, never>();
  return { name: 'a', role: 'credentials', headers: ini.sections, source: ini.source, entries };
}

function regionOf({ region, noRegion, sources }: Flavour): string {
  const places = region.map(({ id, title, emptyValue }) => {
    const name = id === 'env' ? code(title) : title;
    return emptyValue === 'blocks' ? `${name} (set to nothing: the search ends there)` : name;
  });
  return `${places.join(', ')}. Without one: ${cell(noRegion.replace(/\.$/, ''))}. Source: ${cell(sources.region)}`;
}

function callRows(): readonly Row[] {
  const now = Date.parse('2026-01-31T12:00:00Z');
  return [
    row('`RoleSessionName` of AssumeRole where the profile gives none', ({ retrieval }) =>
      code(retrieval.sessionName(now)),
    ),
    row('The same for AssumeRoleWithWebIdentity', ({ retrieval }) => code(retrieval.webSessionName(now))),
    ...labelled(
      'chain/retrieval-rules.ts',
      'RetrievalRules',
      ['sessionName', 'webSessionName', 'network'],
      ({ retrieval }) => retrieval,
    ),
    ...labelled('chain/retrieval-rules.ts', 'NetworkRules', [], ({ retrieval }) => retrieval.network),
    sourceRow('retrieval'),
  ];
}
