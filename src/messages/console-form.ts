import { layers } from './denial.ts';

/**
 * The box of the console: who was refused what, each on a line of its own, to be copied and sent to an administrator.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export interface ConsoleForm {
  /** The refusal as the API words it, once the last line of the form came. */
  take(line: string): string | undefined;
}

const label = /^\s{0,8}(User|Service|Action|On resource\(s\)|Resource|Context): (\S[^\n]{0,2000})$/;
const caller = /^arn:[\w-]+:(?:iam|sts)::\d{12}:\S+$/;

export function consoleForm(): ConsoleForm {
  let told = new Map<string, string>();
  return {
    take(line) {
      const [, name, value = ''] = label.exec(line) ?? [];
      if (name === undefined) {
        if (line.trim() !== '') told = new Map();
        return undefined;
      }
      if (name === 'User') told = new Map(caller.test(value.trim()) ? [[name, value.trim()]] : []);
      else if (told.size > 0) told.set(name, value.trim());
      if (name !== 'Context') return undefined;
      const sentence = sentenceOf(told);
      told = new Map();
      return sentence;
    },
  };
}

function sentenceOf(told: ReadonlyMap<string, string>): string | undefined {
  const [user, name] = [told.get('User'), told.get('Action')];
  if (user === undefined || name === undefined) return undefined;
  const action = name.includes(':') ? name : `${told.get('Service') ?? ''}:${name}`;
  if (!/^[\w-]+:\w+$/.test(action)) return undefined;
  const resource = told.get('On resource(s)') ?? told.get('Resource');
  const on = resource === undefined ? '' : ` on resource: ${resource.split(/[\s,]/, 1)[0] ?? ''}`;
  return `User: ${user} is not authorized to perform: ${action}${on}${reasonOf(told.get('Context') ?? '', action)}`;
}

function reasonOf(context: string, action: string): string {
  const layer = layers.split('|').find((each) => context.includes(each));
  const isExplicit = /explicit/i.test(context);
  if (layer === undefined) return isExplicit ? ' with an explicit deny' : '';
  return isExplicit
    ? ` with an explicit deny in a ${layer}`
    : ` because no ${layer} allows the ${action} action`;
}
