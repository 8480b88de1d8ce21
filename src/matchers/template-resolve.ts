import { isPlain } from '../library/values.ts';
import { arnOf, refOf, region, standardAccount } from './template-names.ts';
import {
  either,
  isOpen,
  listOf,
  member,
  propertiesOf,
  unknownText,
  type Template,
} from './template-values.ts';

/** Of a template what its text tells; undefined stands for what is left out (`AWS::NoValue`). */
export type Resolve = (value: unknown) => unknown;

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': standardAccount,
  'AWS::Region': region,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

/**
 * Values of a template as far as its text tells them: pseudo parameters of one account, parameters with a standard value,
 * names and ARNs of its resources by their logical ids. The rest is noted in `unknown`, and never left out.
 */
export function resolver(template: Template, unknown: string[]): Resolve {
  const giveUp = (what: string): string => {
    unknown.push(what);
    return unknownText;
  };
  const functions: Readonly<Record<string, (given: unknown) => unknown>> = {
    Ref: (id) => (typeof id === 'string' ? ref(id) : giveUp('Ref')),
    'Fn::GetAtt': (given) => {
      const [id, name] = typeof given === 'string' ? splitOnce(given) : listOf(given);
      return typeof id === 'string' && typeof name === 'string' ? attribute(id, name) : giveUp('Fn::GetAtt');
    },
    'Fn::Join': (given) => {
      const [by, parts] = listOf(given);
      const texts = resolve(parts);
      return typeof by === 'string' && isTexts(texts) ? texts.join(by) : giveUp('Fn::Join');
    },
    'Fn::Sub': (given) => {
      const [text, extra] = listOf(given);
      if (typeof text !== 'string') return giveUp('Fn::Sub');
      return resolve(substituted(text, isPlain(extra) ? extra : {}, resolve));
    },
    'Fn::Split': (given) => {
      const [by, part] = listOf(given);
      const text = resolve(part);
      const isKnown = typeof by === 'string' && by !== '' && typeof text === 'string' && !isOpen(text);
      return isKnown ? text.split(by) : giveUp('Fn::Split');
    },
    'Fn::Select': (given) => {
      const [index, list] = listOf(given);
      const items = resolve(list);
      const found: unknown =
        Array.isArray(items) && !isOpen(items) ? items[Number(resolve(index))] : undefined;
      return found ?? giveUp('Fn::Select');
    },
    'Fn::FindInMap': (given) => {
      const [map, top, second, more] = listOf(resolve(given));
      const isKnown = [map, top, second].every((key) => typeof key === 'string') && more === undefined;
      const found = isKnown
        ? member(member(member(template.Mappings, String(map)), String(top)), String(second))
        : undefined;
      return found === undefined ? giveUp('Fn::FindInMap') : found;
    },
    'Fn::If': (given) => {
      const [name, yes, no] = listOf(given);
      const holds = typeof name === 'string' ? conditionOf(template, name) : undefined;
      if (holds !== undefined) return resolve(holds ? yes : no);
      giveUp(`the condition ${String(name)}`);
      return either([resolve(yes), resolve(no)]);
    },
  };
  const ref = (id: string): unknown => {
    if (id === 'AWS::NoValue') return undefined;
    if (Object.hasOwn(pseudo, id)) return pseudo[id];
    if (Object.hasOwn(template.Resources, id)) return refOf(template, id, resolve) ?? giveUp(id);
    return standardOf(member(template.Parameters, id)) ?? giveUp(id);
  };
  const attribute = (id: string, name: string): unknown => {
    const isArn = name === arnAttributes[String(member(template.Resources[id], 'Type'))] || name === 'Arn';
    const arn = isArn && Object.hasOwn(template.Resources, id) ? arnOf(template, id, resolve) : undefined;
    return arn ?? giveUp(`${id}.${name}`);
  };
  const resolve: Resolve = (value) => {
    if (typeof value === 'string') return value.includes('{{resolve:') ? giveUp(value) : value;
    if (Array.isArray(value))
      return value.map((one: unknown) => resolve(one)).filter((one) => one !== undefined);
    if (!isPlain(value)) return value;
    const [[name, given] = ['', undefined], ...more] = Object.entries(value);
    if (more.length === 0 && Object.hasOwn(functions, name)) return functions[name]?.(given);
    // A function that is not known, alone or beside members that it adds to.
    const strange = Object.keys(value).find((key) => key.startsWith('Fn::'));
    if (strange !== undefined) return giveUp(strange);
    const members = Object.entries(value).map(([key, one]) => [key, resolve(one)] as const);
    return Object.fromEntries(members.filter(([, one]) => one !== undefined));
  };
  return resolve;
}

/** Of types that call their ARN otherwise. */
const arnAttributes: Readonly<Record<string, string>> = {
  'AWS::SNS::Topic': 'TopicArn',
  'AWS::IAM::ManagedPolicy': 'PolicyArn',
};

/** The value of a parameter where nobody gives one: of a list its items, of a name in Parameter Store nothing. */
function standardOf(parameter: unknown): string | readonly string[] | undefined {
  const standard = member(parameter, 'Default');
  const type = String(member(parameter, 'Type'));
  if (typeof standard !== 'string' && typeof standard !== 'number') return undefined;
  if (type.startsWith('AWS::SSM::')) return undefined;
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  return isList
    ? String(standard)
        .split(',')
        .map((one) => one.trim())
    : String(standard);
}

/** `${Bucket.Arn}/x`, as `Fn::Sub` takes it. What is no text is not known. */
export function substituted(
  text: string,
  extra: Readonly<Record<string, unknown>>,
  resolve: Resolve,
): string {
  return text.replace(/\$\{(!?)([\w:.]+)\}/g, (_, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    const [id, attribute] = splitOnce(name);
    const own = attribute === undefined ? { Ref: name } : { 'Fn::GetAtt': [id, attribute] };
    const value = resolve(Object.hasOwn(extra, name) ? extra[name] : own);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : unknownText;
  });
}

function splitOnce(name: string): readonly [string, string | undefined] {
  const dot = name.indexOf('.');
  return dot < 0 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/**
 * Whether a condition holds: undefined where that hangs on a parameter, whatever its standard value, or on where the
 * template is deployed. What is there under a condition is tested for both.
 */
export function conditionOf(template: Template, name: string, depth = 0): boolean | undefined {
  if (depth > 20) return undefined;
  const truth = (value: unknown): boolean | undefined => {
    const [[kind, given] = ['', undefined]] = isPlain(value) ? Object.entries(value) : [];
    const parts = listOf(given);
    switch (kind) {
      case 'Condition':
        return typeof given === 'string' ? conditionOf(template, given, depth + 1) : undefined;
      case 'Fn::Equals': {
        const [left, right] = parts;
        return typeof left === 'string' && typeof right === 'string' ? left === right : undefined;
      }
      case 'Fn::Not': {
        const inner = truth(parts[0]);
        return inner === undefined ? undefined : !inner;
      }
      case 'Fn::And':
        return all(parts.map(truth));
      case 'Fn::Or': {
        const none = all(parts.map(truth).map((one) => (one === undefined ? undefined : !one)));
        return none === undefined ? undefined : !none;
      }
      default:
        return undefined;
    }
  };
  return truth(member(template.Conditions, name));
}

function all(truths: readonly (boolean | undefined)[]): boolean | undefined {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}

/** Whether a resource names another, anywhere in its properties. */
export function mentions(template: Template, id: string, other: string): boolean {
  const text = JSON.stringify(propertiesOf(template, id));
  const names = [`{"Ref":"${other}"}`, `"Fn::GetAtt":["${other}",`, `"Fn::GetAtt":"${other}.`];
  return [...names, `\${${other}}`, `\${${other}.`].some((name) => text.includes(name));
}
