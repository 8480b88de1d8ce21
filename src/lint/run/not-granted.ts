import { IamxError } from '../../core/error.ts';
import { actionsMatching } from '../../data/actions.ts';
import { suggestAction } from '../../data/suggest-action.ts';
import { dataVersions } from '../../data/versions.ts';
import { quoted } from '../../formats/problem.ts';
import type { Asked } from './gates.ts';

const form =
  'Write `iam:PassRole,iam:CreateUser`, `@arn:aws:s3:::secret/*`, or both: `s3:GetObject@arn:aws:s3:::secret/*`.';

/**
 * `ACTION[,ACTION][@ARN[,ARN]]`: actions alone on any resource, `@ARN` alone for any action. An action that does not exist would
 * always pass, and is refused. Throws `usage`.
 */
export function readNotGranted(text: string): Extract<Asked, { readonly kind: 'not-granted' }> {
  const at = text.indexOf('@');
  const before = at < 0 ? text : text.slice(0, at);
  const actions = before === '' ? [] : before.split(',').map((one) => one.trim());
  // A comma may stand in an ARN: one in front of the next ARN parts two.
  const resources = at < 0 ? [] : text.slice(at + 1).split(/,(?=arn:|\*$)/);
  if (actions.length + resources.length === 0) throw refused(text, 'it names nothing');
  for (const action of actions) checkAction(text, action);
  for (const resource of resources) {
    if (resource !== '*' && !/^arn:(?:[^:]*:){4}./.test(resource))
      throw refused(text, `${quoted(resource)} is not an ARN`);
  }
  return { kind: 'not-granted', text, actions, resources };
}

function checkAction(text: string, action: string): void {
  if (!/^(?:\*|[a-z0-9-]+:[a-z0-9*?-]+)$/i.test(action))
    throw refused(text, `${quoted(action)} is not an action`);
  if (action === '*' || actionsMatching(action).length > 0) return;
  const near = suggestAction(action);
  throw new IamxError(
    'usage',
    `--not-granted: no action matches ${quoted(action)} (data of ${dataVersions().iam.date})`,
    { hint: near === undefined ? form : `Did you mean \`${near}\`?` },
  );
}

function refused(text: string, why: string): IamxError {
  return new IamxError('usage', `--not-granted: ${quoted(text)}: ${why}`, { hint: form });
}
