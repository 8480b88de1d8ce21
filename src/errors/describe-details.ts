import type { Block, Field, Page } from '../core/page.ts';
import { layerWordings } from '../messages/layer-wordings.ts';
import { printArn } from '../printers/addresses.ts';
import { Raw } from '../core/raw.ts';
import { printName } from '../printers/names.ts';
import type { AuthorizationDetails, Evaluated, EvaluatedPolicy } from './authorization-details.ts';
import type { DetailsScenario } from './details-scenario.ts';

const said = {
  allowed: 'allowed',
  explicitDeny: 'an explicit deny',
  implicitDeny: 'nothing allows it',
} as const;

/** What AWS itself decided, and with which policies. */
export function describeDetails(
  { action, effect, matched }: Evaluated,
  { policies, evaluations }: AuthorizationDetails,
  made: DetailsScenario | undefined,
): Page {
  const rows: Field[] = [];
  if (effect !== undefined) rows.push({ name: 'AWS decided', value: said[effect] });
  for (const { uri, statements } of matched) {
    const policy = policies.find((each) => each.uri === uri);
    for (const { sid, isDeny } of statements)
      rows.push({
        name: isDeny ? 'denied by' : 'allowed by',
        value: `${sid === '' ? 'a statement without Sid' : `statement ${printName(new Raw(sid))}`} of ${nameOf(policy, uri)}`,
      });
  }
  const others = evaluations.filter((each) => each.action !== undefined && each.action !== action);
  if (others.length > 0)
    rows.push({
      name: 'asked, too',
      value: [...new Set(others.map((each) => shownAction(each)))].join(', '),
    });
  for (const { layer, uri, document } of policies)
    rows.push({
      name: 'evaluated',
      value: nameOf({ ...(layer === undefined ? {} : { layer }), uri }, uri),
      ...(document === undefined ? { note: 'it cannot be read' } : {}),
    });
  if (made?.isWithoutLevels === true)
    rows.push({ name: 'taken for', value: 'one level: AWS does not tell where SCPs and RCPs are attached' });
  const blocks: Block[] = [
    { kind: 'heading', text: 'What AWS keeps of this refusal' },
    { kind: 'fields', rows },
  ];
  return blocks;
}

function shownAction({ action = '' }: Evaluated): string {
  return /^[\w-]{1,40}:[\w*]{1,80}$/.test(action) ? action : 'another action';
}

/** An address is shown where it is an ARN. */
function nameOf(policy: EvaluatedPolicy | undefined, uri: string): string {
  const kind = policy?.layer === undefined ? 'policy' : layerWordings[policy.layer].implicit;
  const shown = printArn(new Raw(uri));
  return shown === uri ? `${kind} ${uri}` : `an inline ${kind}`;
}
