import { compileGlob } from '../../core/glob.ts';
import { listed } from '../../core/listed.ts';
import { quoted } from '../../formats/problem.ts';
import { allow } from '../example.ts';
import { grantsOf, type Grant } from '../grants.ts';
import { attachedTypes, type FoundIn, type Rule } from '../rule.ts';
import { isNegated, testsOf, type Subject, type Test } from '../subject.ts';
import { escalationPaths, type EscalationKind, type EscalationPath } from './escalation-paths.ts';

const deeds: Readonly<Record<EscalationKind, string>> = {
  self: 'give itself more rights',
  principal: 'act as another principal',
  new: 'run something new with the rights of another role',
  existing: 'act with the role of something that runs already',
};

const repairs: Readonly<Record<EscalationKind, string>> = {
  self: 'Name the resources, or set a permissions boundary.',
  principal: 'Name the principals that it may be used on.',
  new: 'Name the roles that may be passed, and add a condition on `iam:PassedToService`.',
  existing: 'Name the resources.',
};

/** Ways to more rights than a policy says, each over all policies of one principal. */
export const escalationRules: readonly Rule[] = escalationPaths.map((path): Rule => {
  const [way = []] = path.ways;
  return {
    id: idOf(path),
    severity: path.isShown ? 'warning' : 'info',
    category: 'escalation',
    types: attachedTypes,
    get title() {
      const ways = path.ways.map((actions) => listed(actions.map(quotedAction)));
      return `With ${listed(ways, Infinity, 'or')} a holder can ${deeds[path.kind]}.`;
    },
    repair: repairs[path.kind],
    docs: 'https://pathfinding.cloud',
    toldBy: () => {
      const shorter = shorterPath(path);
      return shorter && idOf(shorter);
    },
    bad: () => ({ policy: allow({ Action: way, Resource: '*' }), at: JSON.stringify(way[0] ?? '') }),
    good: () => ({ policy: allow({}) }),
    look: { at: 'policies', find: (subjects) => findPath(path, subjects) },
  };
});

function idOf({ name }: EscalationPath): string {
  return `escalation-${name}`;
}

function quotedAction(action: string): string {
  return `\`${action}\``;
}

/** A path that needs less, if there is one: it is told in the place of the longer. All paths are gone through for it. */
function shorterPath(path: EscalationPath): EscalationPath | undefined {
  return escalationPaths.find((other) => other !== path && path.ways.every((way) => isEnough(other, way)));
}

function isEnough({ ways }: EscalationPath, actions: readonly string[]): boolean {
  return ways.some((way) => way.length < actions.length && way.every((action) => actions.includes(action)));
}

const longerOf = new Map<EscalationPath, readonly EscalationPath[]>();

/** The paths that are told by this one. */
function longerPaths(path: EscalationPath): readonly EscalationPath[] {
  let found = longerOf.get(path);
  if (found === undefined) {
    found = escalationPaths.filter((other) => shorterPath(other) === path);
    longerOf.set(path, found);
  }
  return found;
}

function* findPath(path: EscalationPath, subjects: readonly Subject[]): Iterable<FoundIn> {
  for (const way of path.ways) {
    const grants = grantsOfWay(way, subjects);
    const [first] = grants ?? [];
    if (grants === undefined || first === undefined) continue;
    // Hardly ever a policy grants what a path needs: only then it is asked who tells it.
    if (shorterPath(path) !== undefined) return;
    if (path.name === 'sts-assume-role' && !first.isOpen) continue;
    if (path.name === 'secrets-of-principals' && !first.isOpen) continue;
    const also = longerPaths(path).filter((longer) =>
      longer.ways.some((actions) => grantsOfWay(actions, subjects)),
    );
    const more =
      also.length === 0
        ? ''
        : `; with more, also ${listed(
            also.map((one) => `\`${idOf(one)}\``),
            3,
          )}`;
    yield {
      subject: first.subject,
      at: first.at,
      message: `a holder can ${deeds[path.kind]}: ${listed(way.map(quoted))}${more}`,
      ...severityOf(path, grants),
      related: grants.slice(1).flatMap(({ subject, at }) => (subject === first.subject ? [at] : [])),
    };
    return;
  }
}

/** Graver where nothing stands in the way, with `--strict`; less grave where what can be used is written out. */
function severityOf({ isShown }: EscalationPath, grants: readonly Grant[]) {
  if (!isShown) return {};
  if (grants.some(({ isLiteral }) => isLiteral)) return { severity: 'info' as const };
  const isGrave = grants.every((grant) => grant.isOpen && !grant.isConditional && grant.subject.isStrict);
  return isGrave ? { severity: 'error' as const } : {};
}

/** A grant for each action, the widest; undefined where one is missing. */
function grantsOfWay(way: readonly string[], subjects: readonly Subject[]): readonly Grant[] | undefined {
  const found: Grant[] = [];
  for (const action of way) {
    const grants = grantsOf(subjects, action).filter(
      ({ statement }) => action !== 'iam:PassRole' || mayPassTo(testsOf(statement), way),
    );
    const widest =
      grants.find(({ isOpen, isConditional }) => isOpen && !isConditional) ??
      grants.find(({ isOpen }) => isOpen) ??
      grants[0];
    if (widest === undefined) return undefined;
    found.push(widest);
  }
  return found;
}

/** Who takes the role that is passed, by the prefix of the actions that use it. */
const takers: Readonly<Record<string, readonly string[]>> = {
  apprunner: ['tasks.apprunner', 'build.apprunner'],
  autoscaling: ['ec2', 'autoscaling'],
  batch: ['batch', 'ecs-tasks'],
  ecs: ['ecs-tasks', 'ecs'],
  elasticmapreduce: ['elasticmapreduce', 'ec2'],
};

/** Whether the conditions let the role be passed to the service that the other actions are of. */
function mayPassTo(tests: readonly Test[], way: readonly string[]): boolean {
  const prefixes = way
    .filter((action) => action !== 'iam:PassRole')
    .map((action) => action.split(':', 1)[0] ?? '');
  if (prefixes.every((prefix) => prefix === 'iam')) return true;
  const services = prefixes
    .flatMap((prefix) => takers[prefix] ?? [prefix])
    .map((name) => `${name}.amazonaws.com`);
  return tests
    .filter((test) => test.key.text.toLowerCase() === 'iam:passedtoservice' && !isNegated(test))
    .every(({ values }) =>
      values.some(({ text }) => services.some((service) => compileGlob(text.toLowerCase()).matches(service))),
    );
}
