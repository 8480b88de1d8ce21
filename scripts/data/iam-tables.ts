import { globalKeyCorrections, serviceKeyAdditions, serviceKeyCorrections } from './corrections.ts';
import type { SourceAction, SourceKey, Sources, SourceService } from './sources.ts';
import { encodeSections } from './sections.ts';
import { banner, byUnit, row, type Table } from './table.ts';

export interface IamTables {
  readonly tables: readonly Table[];
  readonly counts: Readonly<Record<string, number>>;
}

/** The services' tables: who they are, what their actions, resource types and condition keys are. */
export function iamTables({ iam }: Sources): IamTables {
  const services = iam.services.map(withAdditions).sort((left, right) => byUnit(left.prefix, right.prefix));
  const globalKeys = correctedGlobalKeys(iam.globalKeys);
  const sum = (count: (service: SourceService) => number) =>
    services.reduce((total, service) => total + count(service), 0);
  return {
    tables: [
      text('services.txt', 'prefix, name, R where resource control policies reach it', [
        ...services.map(({ prefix, name, rcp }) => row([prefix, name, rcp ? 'R' : ''])),
      ]),
      text('global-keys.txt', 'key, type, category', [
        ...globalKeys.map(({ name, type, category }) => row([withVariable(name), type, category])),
      ]),
      text('prefixes.txt', '`key`: services that hold keys of a foreign prefix; `arn`: services with ARNs of one', [
        ...foreignPrefixes(services, 'key', ({ conditionKeys }) =>
          conditionKeys.map(({ name }) => name.slice(0, name.indexOf(':'))).filter((prefix) => prefix !== 'aws'),
        ),
        ...foreignPrefixes(services, 'arn', ({ resourceTypes }) =>
          resourceTypes.map(({ arn }) => arn.split(':')[2] ?? '').filter((name) => !name.includes('$')),
        ),
      ]),
      {
        kind: 'text',
        name: 'service-tables.txt',
        text: encodeSections(services.map((service) => [service.prefix, serviceSection(service)])),
      },
    ],
    counts: {
      services: services.length,
      actions: sum(({ actions }) => actions.length),
      resourceTypes: sum(({ resourceTypes }) => resourceTypes.length),
      serviceKeys: sum(({ conditionKeys }) => mergedKeys(conditionKeys).length),
      globalKeys: globalKeys.length,
      rcpServices: sum(({ rcp }) => (rcp ? 1 : 0)),
    },
  };
}

function text(name: string, columns: string, lines: readonly string[]): Table {
  return { kind: 'text', name, text: `${banner}\n# ${columns}\n${lines.join('\n')}\n` };
}

/**
 * One service, four parts with an empty line between them; cells at the end of a line are left out where they are
 * empty, and the empty set is one:
 *   actions          all names on the first line; then for each a line: level, resource types (index, `!` if required,
 *                    `:set` of the pair's own keys), set
 *   keys             `type name`
 *   sets of keys     indexes of keys; the first set is number 1
 *   resource types   name, ARN without `arn:${Partition}:` and with `~` for `:${Region}:${Account}:`, set
 */
function serviceSection({ prefix, actions, resourceTypes, conditionKeys }: SourceService): string {
  const keys = mergedKeys(conditionKeys);
  const keyIndex = new Map(keys.map(({ name }, index) => [name.toLowerCase(), index]));
  const sets = new Map<string, number>();
  const setOf = (names: readonly string[]): number | '' => {
    const indexes = names.map((name) => found(keyIndex.get(withVariable(name).toLowerCase()), prefix, name));
    const members = [...new Set(indexes)].sort((left, right) => left - right).join(' ');
    if (members === '') return '';
    const known = sets.get(members);
    if (known !== undefined) return known;
    sets.set(members, sets.size + 1);
    return sets.size;
  };
  const types = [...resourceTypes].sort((left, right) => byUnit(left.name, right.name));
  const typeIndex = new Map(types.map(({ name }, index) => [name.toLowerCase(), index]));

  const typeLines = types.map(({ name, arn, conditionKeys: own }) => shortRow([name, shortArn(arn), setOf(own)]));
  const sorted = sortedActions(actions);
  const actionLines = sorted.map((action) =>
    shortRow([
      levelCode(action.level),
      mergedTypes(action)
        .map(({ name, required, conditionKeys: own }) => {
          const set = setOf(own);
          const index = found(typeIndex.get(name.toLowerCase()), prefix, name);
          return `${index}${required ? '!' : ''}${set === '' ? '' : `:${set}`}`;
        })
        .join(','),
      setOf(action.conditionKeys),
    ]),
  );
  const names = sorted.map(({ name }) => name).join(' ');
  return [[names, ...actionLines], keys.map(({ name, type }) => `${type} ${name}`), [...sets.keys()], typeLines]
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function shortRow(cells: readonly (string | number)[]): string {
  return row(cells).replace(/\t+$/, '');
}

function sortedActions(actions: readonly SourceAction[]): readonly SourceAction[] {
  return [...actions].sort((left, right) => byUnit(left.name, right.name));
}

/** An action may name a resource type twice, once per way of calling it: one row that is required if any is. */
function mergedTypes({ resourceTypes }: SourceAction): SourceAction['resourceTypes'] {
  const merged = new Map<string, SourceAction['resourceTypes'][number]>();
  for (const type of resourceTypes) {
    const before = merged.get(type.name);
    merged.set(type.name, {
      name: type.name,
      required: type.required || before?.required === true,
      conditionKeys: [...(before?.conditionKeys ?? []), ...type.conditionKeys],
    });
  }
  return [...merged.values()];
}

/** A service with the keys that its page leaves out. */
function withAdditions(service: SourceService): SourceService {
  const additions = serviceKeyAdditions.filter((addition) => addition.service === service.prefix);
  if (additions.length === 0) return service;
  const names = new Set(service.actions.map(({ name }) => name));
  for (const { actions, name } of additions)
    for (const action of actions)
      if (!names.has(action)) throw new Error(`${service.prefix} has no action ${action} for ${name}`);
  return {
    ...service,
    conditionKeys: [...service.conditionKeys, ...additions.map(({ name, type }) => ({ name, type }))],
    actions: service.actions.map((action) => {
      const own = additions.filter(({ actions }) => actions.includes(action.name)).map(({ name }) => name);
      return own.length === 0 ? action : { ...action, conditionKeys: [...action.conditionKeys, ...own] };
    }),
  };
}

/** Keys of one template are one key: `ssm:resourceTag/tag-key` is `ssm:resourceTag/${TagKey}`. */
function mergedKeys(keys: readonly SourceKey[]): readonly SourceKey[] {
  const merged = new Map<string, SourceKey>();
  for (const { name, type } of keys) {
    const unified = withVariable(name);
    const corrected = serviceKeyCorrections.find((correction) => correction.name === unified);
    if (!merged.has(unified.toLowerCase())) {
      merged.set(unified.toLowerCase(), { name: unified, type: corrected?.type ?? type });
    }
  }
  return [...merged.values()].sort((left, right) => byUnit(left.name, right.name));
}

function correctedGlobalKeys(keys: Sources['iam']['globalKeys']): Sources['iam']['globalKeys'] {
  const corrected = (name: string) => globalKeyCorrections.some((correction) => correction.name === name);
  return [
    ...keys.filter(({ name }) => !corrected(name)),
    ...globalKeyCorrections.map(({ name, type, category }) => ({ name, type, category })),
  ].sort((left, right) => byUnit(left.name, right.name));
}

/** The three ways in which the pages write a key template, as one: `${TagKey}`. */
function withVariable(name: string): string {
  return name.replace(/<key>$|\/tag-key$/, (marker) => (marker.startsWith('/') ? '/${TagKey}' : '${TagKey}'));
}

function foreignPrefixes(
  services: readonly SourceService[],
  kind: string,
  prefixesOf: (service: SourceService) => readonly string[],
): readonly string[] {
  const holders = new Map<string, Set<string>>();
  for (const service of services) {
    for (const prefix of prefixesOf(service)) {
      if (prefix === service.prefix) continue;
      holders.set(prefix, (holders.get(prefix) ?? new Set()).add(service.prefix));
    }
  }
  return [...holders]
    .sort(([left], [right]) => byUnit(left, right))
    .map(([prefix, names]) => row([kind, prefix, [...names].join(' ')]));
}

function shortArn(arn: string): string {
  const start = 'arn:${Partition}:';
  if (!arn.startsWith(start) || arn.includes('~')) throw new Error(`the format ${arn} cannot be shortened`);
  return arn.slice(start.length).replace(':${Region}:${Account}:', '~');
}

function levelCode(level: string): string {
  const codes = new Map([
    ['Read', 'R'],
    ['List', 'L'],
    ['Write', 'W'],
    ['Tagging, Write', 'T'],
    ['Permissions management, Write', 'P'],
  ]);
  return found(codes.get(level), 'access level', level);
}

function found<T>(value: T | undefined, where: string, name: string): T {
  if (value === undefined) throw new Error(`${where} has no ${name}`);
  return value;
}
