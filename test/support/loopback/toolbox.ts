import { json, jsonError, type Received, type Reply } from './exchange.ts';
import { readSignature } from './signature.ts';
import type { ToolboxScenario } from './scenario.ts';
import type { FakeState } from './state.ts';

/** IAM Toolbox: what AWS keeps of refusals, signed as IAM, in the region of the refusal. */
export function answerToolbox(request: Received, state: FakeState): Reply {
  const { toolbox } = state.scenario;
  const [, , id = '', rest] = request.path.split('/').map(decodeURIComponent);
  const name = rest === 'policy' ? 'policy' : 'details';
  const trouble = state.trouble(`toolbox.${name}`, toolbox?.trouble?.[name]);
  if (trouble !== undefined) return trouble;
  const signed = readSignature(request);
  const identity = signed === undefined ? undefined : state.identityOf(signed.accessKeyId);
  if (signed?.service !== 'iam' || (identity?.secret !== undefined && !signed.matches(identity.secret)))
    return jsonError(403, 'InvalidSignatureException', 'The request signature does not match');
  if (signed.region !== (toolbox?.region ?? signed.region)) return gone();
  return name === 'policy' ? policyOf(toolbox, request) : pageOf(toolbox, id, request);
}

function pageOf(toolbox: ToolboxScenario | undefined, id: string, { query }: Received): Reply {
  const pages = toolbox?.pages?.[id];
  const at = Number(query.get('nextToken')?.replace('page ', '') ?? 0);
  const page = pages?.[at];
  if (pages === undefined || page === undefined) return gone();
  return json(200, at + 1 < pages.length ? { ...page, nextToken: `page ${at + 1}` } : page);
}

function policyOf(toolbox: ToolboxScenario | undefined, { query }: Received): Reply {
  const document = toolbox?.policies?.[query.get('policyUri') ?? ''];
  return document === undefined ? gone() : json(200, { policyDocument: document });
}

function gone(): Reply {
  return jsonError(404, 'ResourceNotFoundException', 'The requested authorization details do not exist');
}
