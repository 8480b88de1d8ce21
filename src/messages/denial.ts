import { largest } from '../core/lists.ts';
import { layerOfWords, layerWordings } from './layer-wordings.ts';
import { execMarked, marked } from './marked.ts';

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
  /** A Deny of an endpoint policy that an SCP put there. */
  readonly via?: string;
  /** Of the newest wording: what AWS keeps of the decision for a day, and the region that keeps it. */
  readonly authorizationId?: string;
  readonly authorizationRegion?: string;
}

/** A refused call of which enough is told to ask about it. */
export interface RefusedCall extends Denial {
  readonly caller: string;
  readonly action: string;
}

/** Of `layer-wordings.ts`, as a test says. */
export const layers =
  'identity-based policy|permissions boundary|session policy|sessions policy|resource-based policy|role trust policy|VPC endpoint policy|service control policy|resource control policy';
const denial = marked(
  [' is not authorized to perform: '],
  /(?<user>User: )?(?<caller>(?<!\S)\S+) is not authorized to perform: (?<action>[\w-]+:[\w*]+)/,
);
/** IAM names its own resources by kind and name where the call names no ARN: `user mika`. */
const onNamed = marked(['on resource: '], /on resource: (?<kind>user|role|group|policy) (?<name>[^\s".]+)/);
/** In quotes since 2021; without them a stop or a comma at its end belongs to the sentence. */
const onResource = marked(
  ['on resource: '],
  /on resource: (?:"(?<quoted>[^"]+)"|(?<bare>[^\s"]+?)(?=[.,]?(?:\s|$)|"))/,
);
/** `because the role trust policy allows` is a misprint of AWS's, and means that it does not. */
const implicit = marked(
  ['because '],
  new RegExp(`because (?:no (?<layer>${layers})|the (?<misprint>role trust policy)) allows`),
);
const explicit = marked(
  ['with an explicit deny'],
  new RegExp(
    `with an explicit deny(?: in (?:an?|the) (?<layer>${layers})(?: transitively through an? (?<via>${layers}))?)?`,
  ),
);
const details = marked(
  ['Go to '],
  /Go to (?<url>https:\/\/[^\s#]{1,300}#\/authorization-details\/(?<last>[\w-]{1,256}))[^\s]{0,100} for complete details(?:, or call the GetRequestAuthorizationDetails API with the following authorization id: (?<id>[\w-]{1,256}))?/,
);
const policyArn = marked(
  [':policy/'],
  /: (?<policy>arn:[\w-]+:(?:iam|organizations):[^\s'"]*:policy\/[^\s'"]+?)\.?(?=[\s'"]|$)/,
);

/** As the console words it, in front of a box that says more, or alone. */
const ofConsole = marked(
  ['have permission', 'have the permission', 'ccess denied to '],
  /(?:[Yy]ou (?:don't|do not|don’t) have (?:the )?permissions? (?:required )?to (?:perform )?|[Aa]ccess denied to )(?<action>[a-z][\w-]{1,39}:[A-Z]\w{1,79})(?:[^\n]{0,400}?User: (?<caller>arn:[\w-]{1,16}:(?:iam|sts)::\d{12}:[^\s"']{1,600}))?/,
);

export function isOfConsole(text: string): boolean {
  return execMarked(ofConsole, text) !== null;
}

/** A bare name is a service, which says that it may not assume a role: `CodeBuild is not authorized to perform`. */
export function isService(caller: string): boolean {
  return /(?:^|[\s"'(])[A-Z][A-Za-z]{1,30}$/.test(caller);
}

/** User, action, resource, layer and policy of the first denial in the text, as far as they are told. */
export function readDenial(text: string): Denial {
  const refused = execMarked(denial, text)?.groups;
  const isOther = refused?.['user'] === undefined && isService(refused?.['caller'] ?? '');
  const { caller, action } = isOther ? {} : (refused ?? execMarked(ofConsole, text)?.groups ?? {});
  const { kind, name } = execMarked(onNamed, text)?.groups ?? {};
  const account = /^arn:(?<partition>[\w-]+):\w+::(?<account>\d{12}):/.exec(caller ?? '')?.groups;
  const on = execMarked(onResource, text)?.groups;
  const resource =
    kind !== undefined && account !== undefined
      ? `arn:${account['partition'] ?? ''}:iam::${account['account'] ?? ''}:${kind}/${name ?? ''}`
      : (on?.['quoted'] ?? on?.['bare']);
  const denied = execMarked(explicit, text);
  const allowing = denied === null ? execMarked(implicit, text)?.groups : undefined;
  const words = denied?.groups?.['layer'] ?? allowing?.['layer'] ?? allowing?.['misprint'];
  const id = words === undefined ? undefined : layerOfWords(words);
  const layer = id === undefined ? undefined : layerWordings[id].implicit;
  const via = denied?.groups?.['via'];
  const policy = execMarked(policyArn, text)?.groups?.['policy'];
  const kept = execMarked(details, text)?.groups;
  const region = kept === undefined ? undefined : /region=([a-z0-9-]{1,32})/.exec(kept['url'] ?? '')?.[1];
  return {
    ...(caller === undefined ? {} : { caller }),
    ...(action === undefined ? {} : { action }),
    ...(resource === undefined ? {} : { resource }),
    ...(layer === undefined ? {} : { layer }),
    ...(denied !== null ? { explicit: true } : layer === undefined ? {} : { explicit: false }),
    ...(policy === undefined ? {} : { policyArn: policy }),
    ...(via === undefined ? {} : { via }),
    ...(kept === undefined ? {} : { authorizationId: kept['id'] ?? kept['last'] ?? '' }),
    ...(region === undefined ? {} : { authorizationRegion: region }),
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
    const start = startOfCaller(plain, at);
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

/** Behind the blank or quote before the caller; no name is as long as a message, so that no text is searched to its start. */
function startOfCaller(text: string, end: number): number {
  const from = Math.max(0, end - longestDenial);
  const before = text.slice(from, end);
  return from + largest([' ', '"', "'"].map((sign) => before.lastIndexOf(sign))) + 1;
}

/** Without ANSI sequences and the boxes that Terraform draws. */
export function stripTerminal(text: string): string {
  return text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '').replace(/[│╷╵]/g, ' ');
}
