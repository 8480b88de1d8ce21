import { findAction } from './actions.ts';
import { foreignPrefixes } from './foreign-prefixes.ts';
import { serviceTable, type Action, type ActionResourceType, type ResourceType } from './service-table.ts';

/**
 * The action's resource types that an ARN fits, the most specific first. The ARN may be a pattern of a policy:
 * it fits where some ARN matches both. Empty where the action is unknown.
 */
export function resourceTypesOf(arn: string, action: string): readonly ActionResourceType[] {
  const types = findAction(action)?.resourceTypes ?? [];
  if (types.length === 0) return [];
  const tokens = arnTokens(arn);
  return bySpecificity(types.filter((type) => intersect(tokens, formatTokens(type.arnFormat))));
}

/** The required types of the action beside those that are asked about, each as any of its resources. */
export function requiredBeside(
  action: Action,
  asked: ReadonlySet<string>,
  { partition, region }: Readonly<Record<'partition' | 'region', string>>,
): readonly (Pick<ActionResourceType, 'name'> & { readonly arn: string })[] {
  return action.resourceTypes
    .filter((type) => type.required && !asked.has(type.name))
    .map(({ name, arnFormat }) => ({
      name,
      arn: arnFormat
        .replace('${Partition}', partition)
        // All resources of a call are in one region.
        .replace('${Region}', region === '' ? '*' : region)
        .replace(/\$\{[^${}]*\}/g, '*'),
    }));
}

/** Whether some ARN of the format matches the ARN or ARN pattern. */
export function fitsFormat(arn: string, arnFormat: string): boolean {
  return intersect(arnTokens(arn), formatTokens(arnFormat));
}

/**
 * Every resource type whose ARNs have this third part, whichever service's actions use it; empty where ARNs of no
 * service have it.
 */
export function resourceTypesOfArnService(arnService: string): readonly ResourceType[] {
  const holders = [arnService, ...(foreignPrefixes().arn.get(arnService) ?? [])];
  const start = `arn:\${Partition}:${arnService}:`;
  return holders.flatMap((prefix) =>
    (serviceTable(prefix)?.resourceTypes ?? []).filter((type) => type.arnFormat.startsWith(start)),
  );
}

/** Which formats some of the ARNs fit: each format is held against the ARNs of its service, once. */
export function formatsFitting(arns: readonly string[]): (arnFormat: string) => boolean {
  const groups = new Map<string, (readonly Token[])[]>();
  const known = new Map<string, boolean>();
  return (arnFormat) => {
    let fits = known.get(arnFormat);
    if (fits === undefined) {
      if (groups.size === 0) for (const arn of arns) putInto(groups, arnServiceOf(arn), tokensOf(arn));
      const service = arnServiceOf(arnFormat);
      const tokens = formatTokens(arnFormat);
      const mayFit =
        service === '' ? [...groups.values()] : [groups.get(service) ?? [], groups.get('') ?? []];
      fits = mayFit.some((group) => group.some((arn) => intersect(arn, tokens)));
      known.set(arnFormat, fits);
    }
    return fits;
  };
}

/** The third part of an ARN, of a pattern or a format; empty where it may be any. */
function arnServiceOf(text: string): string {
  const [prefix, partition = '', service = '', more] = text.split(':', 4);
  if (prefix !== 'arn' || more === undefined || /[*?$]/.test(service)) return '';
  return partition === '${Partition}' || !/[*?$]/.test(partition) ? service : '';
}

function putInto<Item>(groups: Map<string, Item[]>, name: string, item: Item): void {
  const group = groups.get(name);
  if (group === undefined) groups.set(name, [item]);
  else group.push(item);
}

function bySpecificity<T extends ResourceType>(types: readonly T[]): readonly T[] {
  const literals = ({ arnFormat }: ResourceType) => formatTokens(arnFormat).filter((token) => token.kind === 'one').length;
  return types.length < 2 ? types : [...types].sort((left, right) => literals(right) - literals(left));
}

/** One character or a run of them; `text` is the character, or which ones it leaves out. */
type Token =
  | { readonly kind: 'one'; readonly text: string }
  | { readonly kind: 'any' | 'run'; readonly without: '' | ':' | '/' };

const formats = new Map<string, readonly Token[]>();

function formatTokens(arnFormat: string): readonly Token[] {
  let tokens = formats.get(arnFormat);
  if (tokens === undefined) {
    tokens = tokensOf(arnFormat);
    formats.set(arnFormat, tokens);
  }
  return tokens;
}

let lastArn = '';
let lastTokens: readonly Token[] = [];

/** One ARN is held against the formats of a service one after the other. */
function arnTokens(arn: string): readonly Token[] {
  if (arn !== lastArn) {
    lastTokens = tokensOf(arn);
    lastArn = arn;
  }
  return lastTokens;
}

/**
 * A variable counts as `*`. In the first five parts wildcards stay inside their part, but for a `*` at the end of
 * one (R213). Bucket names have no slash: `bucket/*` is no bucket, and `${BucketName}` is the one variable that
 * says so in all its formats.
 */
function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let colons = 0;
  const freeLast = () => {
    const last = tokens.length - 1;
    const token = tokens[last];
    if (token?.kind === 'run' && token.without === ':') tokens[last] = { kind: 'run', without: '' };
  };
  const isFormat = text.startsWith('arn:${Partition}:');
  for (let at = 0; at < text.length;) {
    const piece = pieceAt(text, at);
    at += piece.length;
    const inPart = colons < 5;
    if (piece.length > 1 && piece.startsWith('${')) {
      const without = inPart ? ':' : isFormat && piece === '${BucketName}' ? '/' : '';
      tokens.push({ kind: 'run', without });
    } else if (piece === '*') {
      if (!isRun(tokens.at(-1), inPart ? ':' : '')) tokens.push({ kind: 'run', without: inPart ? ':' : '' });
    }
    else if (piece === '?') tokens.push({ kind: 'any', without: inPart ? ':' : '' });
    else {
      if (piece === ':') {
        if (inPart && !isFormat) freeLast();
        colons++;
      }
      tokens.push(oneOf(piece));
    }
  }
  if (colons < 5 && !isFormat) freeLast();
  return tokens;
}

function isRun(token: Token | undefined, without: ':' | ''): boolean {
  return token?.kind === 'run' && token.without === without;
}

const characters = new Map<string, Token>();

/** ARNs are made of few characters: their tokens are shared. */
function oneOf(text: string): Token {
  let token = characters.get(text);
  if (token === undefined) {
    token = { kind: 'one', text };
    if (text <= '\u007f') characters.set(text, token);
  }
  return token;
}

/** A variable, or one character. */
function pieceAt(text: string, at: number): string {
  const end = text.startsWith('${', at) ? text.indexOf('}', at) : -1;
  return end < 0 ? text.charAt(at) : text.slice(at, end + 1);
}

/** Whether some text matches both: a walk over the pairs of places, each visited once. */
function intersect(left: readonly Token[], right: readonly Token[]): boolean {
  const width = right.length + 1;
  let reached = clearedRow(0, width);
  let next = clearedRow(1, width);
  reached[0] = 1;
  /** Nothing before it is reached any more: most of a row is passed over. */
  let first = 0;
  for (let row = 0; row <= left.length; row++) {
    next.fill(0, first, width);
    const token = left[row];
    let alive = false;
    for (let column = first; column < width; column++) {
      if (reached[column] !== 1) continue;
      if (!alive) first = column;
      alive = true;
      const other = right[column];
      // A run may be empty, or take a character more of the other side.
      if (token?.kind === 'run') {
        next[column] = 1;
        if (other !== undefined && other.kind !== 'run' && agree(token, other)) reached[column + 1] = 1;
      }
      if (other?.kind === 'run') {
        reached[column + 1] = 1;
        if (token !== undefined && token.kind !== 'run' && agree(token, other)) next[column] = 1;
      }
      if (token !== undefined && token.kind !== 'run' && other !== undefined && other.kind !== 'run') {
        if (agree(token, other)) next[column + 1] = 1;
      }
    }
    if (row === left.length) return reached[right.length] === 1;
    if (!alive) return false;
    [reached, next] = [next, reached];
  }
  return false;
}

const rows = [new Uint8Array(256), new Uint8Array(256)];

/** Formats are short, and each ARN of a policy is held against many: their rows are used again. */
function clearedRow(which: 0 | 1, width: number): Uint8Array {
  let row = rows[which];
  if (row === undefined || row.length < width) rows[which] = row = new Uint8Array(2 * width);
  row.fill(0, 0, width);
  return row;
}

function agree(left: Token, right: Token): boolean {
  if (left.kind === 'one') return right.kind === 'one' ? left.text === right.text : left.text !== right.without;
  return right.kind === 'one' ? right.text !== left.without : true;
}
