import { requiredBeside } from '../../data/resource-types.ts';
import type { Action } from '../../data/service-table.ts';
import { listed } from '../../core/listed.ts';
import { quoted } from '../../formats/problem.ts';
import type { RequiredType } from '../question.ts';
import type { Remark } from './findings.ts';
import type { Pair } from './pairs.ts';
import { typesOf } from './shape.ts';

const none: readonly RequiredType[] = [];
const required = new WeakMap<Action, boolean>();

/** Whether a call of the action names resources of more than one type. */
function asksSeveral(action: Action): boolean {
  let answer = required.get(action);
  if (answer === undefined) {
    answer = action.resourceTypes.filter((type) => type.required).length > 1;
    required.set(action, answer);
  }
  return answer;
}

/** The types that each call of the action names a resource of, and of which the question names none (R241). */
export function requiredTypes(pair: Pair, pairs: readonly Pair[]): readonly RequiredType[] {
  const { known } = pair.action;
  if (known === undefined || pair.resource.arn === undefined || !asksSeveral(known)) return none;
  const asked = new Set(
    pairs
      .filter(({ action }) => action.key === pair.action.key)
      .flatMap(({ resource }) => (resource.arn === undefined ? [] : typesOf(known, resource.text)))
      .map(({ name }) => name),
  );
  const own = typesOf(known, pair.resource.text);
  if (!own.some((type) => type.required)) return none;
  return requiredBeside(known, asked, pair.resource.arn);
}

export function remarkOnRequired({ action }: Pair, types: readonly RequiredType[]): Remark {
  return {
    code: 'resources-wanted',
    message: `\`${action.name}\` needs ${listed(
      types.map(({ name }) => quoted(name)),
      6,
      'and',
    )} too, as far as the data knows`,
    hint: 'Give a resource of each type to have them decided together.',
  };
}
