/**
 * What AWS says of a call that it refused. The wording is documented, with the layer that decided since 2021 and the
 * policy's ARN since 2026: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export interface Denial {
  readonly caller?: string;
  readonly action?: string;
  readonly resource?: string;
  /** In AWS's words. */
  readonly layer?: string;
  readonly explicit?: boolean;
  readonly policyArn?: string;
}

/** A refused call of which enough is told to ask about it. */
export interface RefusedCall extends Denial {
  readonly caller: string;
  readonly action: string;
}

const layers =
  'identity-based policy|resource-based policy|permissions boundary|sessions? policy|service control policy|resource control policy|VPC endpoint policy|role trust policy';
const denial = /(?:User: )?(?<caller>(?<!\S)\S+) is not authorized to perform: (?<action>[\w-]+:[\w*]+)/;
/** IAM names its own resources by kind and name where the call names no ARN: `user mika`. */
const onNamed = /on resource: (?<kind>user|role|group|policy) (?<name>[^\s".]+)/;
/** In quotes since 2021; without them a stop or a comma at its end belongs to the sentence. */
const onResource = /on resource: (?:"(?<quoted>[^"]+)"|(?<bare>[^\s"]+?)(?=[.,]?(?:\s|$)|"))/;
const implicit = new RegExp(`because no (?<layer>${layers}) allows`);
const explicit = new RegExp(`with an explicit deny(?: in (?:an?|the) (?<layer>${layers}))?`);
const policyArn = /: (?<policy>arn:[\w-]+:(?:iam|organizations):[^\s]*:policy\/[^\s]+?)\.?(?=\s|$)/;

/** User, action, resource, layer and policy of the first denial in the text, as far as they are told. */
export function readDenial(text: string): Denial {
  const { caller, action } = denial.exec(text)?.groups ?? {};
  const { kind, name } = onNamed.exec(text)?.groups ?? {};
  const account = /^arn:(?<partition>[\w-]+):\w+::(?<account>\d{12}):/.exec(caller ?? '')?.groups;
  const on = onResource.exec(text)?.groups;
  const resource =
    kind !== undefined && account !== undefined
      ? `arn:${account['partition'] ?? ''}:iam::${account['account'] ?? ''}:${kind}/${name ?? ''}`
      : (on?.['quoted'] ?? on?.['bare']);
  const denied = explicit.exec(text);
  const layer = denied?.groups?.['layer'] ?? implicit.exec(text)?.groups?.['layer'];
  const policy = policyArn.exec(text)?.groups?.['policy'];
  return {
    ...(caller === undefined ? {} : { caller }),
    ...(action === undefined ? {} : { action }),
    ...(resource === undefined ? {} : { resource }),
    ...(layer === undefined ? {} : { layer: layer.replace('sessions policy', 'session policy') }),
    ...(denied !== null ? { explicit: true } : layer === undefined ? {} : { explicit: false }),
    ...(policy === undefined ? {} : { policyArn: policy }),
  };
}

const mark = ' is not authorized to perform: ';
/** As far behind its beginning as the longest message reaches. */
const longestDenial = 4000;
const mostCalls = 20;

/** Whether it is worth looking for one: most texts are a single ID. */
export function isRefusal(text: string): boolean {
  return text.length > mark.length && text.includes('not authorized to perform');
}

/** The calls that AWS refused, each once, in the order of the text; what looks like a secret is hidden in it before. */
export function findRefusedCalls(text: string): readonly RefusedCall[] {
  // Lines that a terminal or Terraform broke are one message, and in JSON quotes are escaped.
  const plain = stripTerminal(text)
    .replaceAll('\\"', '"')
    .replace(/(?:\s|\\n)+/g, ' ');
  const found = new Map<string, RefusedCall>();
  for (let at = plain.indexOf(mark); at >= 0 && found.size < mostCalls;) {
    const next = plain.indexOf(mark, at + mark.length);
    const start = Math.max(...[' ', '"', "'"].map((sign) => plain.lastIndexOf(sign, at - 1))) + 1;
    const end = next < 0 ? plain.length : plain.lastIndexOf(' ', next - 1);
    const { caller, action, ...rest } = readDenial(plain.slice(start, Math.min(end, start + longestDenial)));
    if (caller !== undefined && action !== undefined) {
      const call = { caller, action, ...rest };
      found.set(JSON.stringify(call), call);
    }
    at = next;
  }
  return [...found.values()];
}

/** Without ANSI sequences and the boxes that Terraform draws. */
export function stripTerminal(text: string): string {
  return text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '').replace(/[│╷╵]/g, ' ');
}
