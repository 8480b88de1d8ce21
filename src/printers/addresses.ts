import { reveal, type Raw } from '../core/raw.ts';
import type { Shown } from '../core/shown.ts';
import { findPartition } from '../identifiers/partition.ts';
import { parseArn } from '../identifiers/arn.ts';
import { shapesIn } from '../output/secret-shapes.ts';
import { looksLikeSecret } from '../output/secret.ts';
import { hasInvisible } from './names.ts';
import { asShown, describeLength, hasSecretShape, keyIdWithin, notA, spelledOut, turnsIn } from './shape.ts';

/** Of a URL what tells where something is sent: scheme, host and port. */
export function printUrl(raw: Raw): Shown {
  const text = reveal(raw).trim();
  if (!URL.canParse(text)) return notA('no URL', raw);
  const { protocol, host, hostname } = new URL(text);
  const isHost =
    /^[\w.-]{1,253}$|^\[[0-9a-f:.]+\]$/.test(hostname) &&
    // What runs on behind an address is no name: no top level domain begins with a digit.
    !/\.\d+[a-z_-][^.]*$/.test(hostname) &&
    !hasSecretShape(hostname);
  if (!/^[a-z][a-z0-9+.-]{1,12}:$/.test(protocol) || !isHost) return notA('a URL', raw);
  return asShown(`${protocol}//${host}`);
}

/** A list of hosts, addresses and networks, as NO_PROXY holds it. */
export function printHosts(raw: Raw): Shown {
  const text = reveal(raw);
  const parts = text.split(/[\s,]+/);
  const isList =
    text.length <= 300 && /^[\w.*:/, [\]-]*$/.test(text) && ![text, ...parts].some(hasSecretShape);
  return isList ? asShown(text) : notA('not a list of hosts', raw);
}

/** An ARN each part of which is what it should be; else how long it is. */
export function printArn(raw: Raw): Shown {
  const arn = parseArn(reveal(raw));
  if (arn === undefined) return notA('not an ARN', raw);
  const { partition, service, region, account, resource, text } = arn;
  const parts: readonly (readonly [string, boolean])[] = [
    ['partition', findPartition(partition) !== undefined],
    ['service', /^[a-z0-9-]{1,40}$/.test(service)],
    ['region', region === '' || /^[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-\d$/.test(region)],
    ['account', account === '' || account === 'aws' || /^\d{12}$/.test(account)],
    ['resource', isResource(resource)],
  ];
  const wrong = parts.find(([, isRight]) => !isRight);
  if (wrong !== undefined) return asShown(`an ARN whose ${wrong[0]} is none (${describeLength(raw)})`);
  return asShown(text);
}

/** Slashes are signs of a path here, not of a key. */
function isResource(resource: string): boolean {
  return /^[\w+=,.@/:*$-]{1,1024}$/.test(resource) && !resource.split(/[/:]/).some(hasSecretShape);
}

/** What tools name their files after: a digest of an address, of a derivation. */
const digestPart = /^[0-9a-f]{40}(?:[0-9a-f]{24})?(?:\.json)?$|^[0-9a-z]{32}-/;
/** Linux `PATH_MAX`: no system opens a longer one. */
const longestPath = 4096;
const rooted = /^(?:~|\.{0,2}[/\\]|[A-Za-z]:[/\\])/;

/** A path as it is opened, its home folder as `~`. What looks less like a path than like a secret is not shown. */
export function printPath(raw: Raw): Shown {
  const path = reveal(raw);
  if (path.length > longestPath) return asShown(`a path (${describeLength(raw)})`);
  const plain = spelledOut(path);
  // One blank that is escaped makes no secret of a path, nor do the letters of another language.
  const isDisguised = plain.length < path.length - 9 || /[\uff01-\uff5e]/.test(path) || hasInvisible(path);
  const isSecret =
    (isDisguised && hasSecretShape(plain)) ||
    looksLikeSecret(path) ||
    shapesIn(path).length > 0 ||
    isTornApart(path) ||
    path.split(/[/\\]/).some(isSecretPart);
  // The id of a key stands in no path: it was put in a wrong place, and its secret may stand beside it.
  const isKey = (!rooted.test(path) && isTornKey(plain.replace(/\s+/g, ''))) || keyIdWithin.test(plain);
  return isSecret || isKey ? asShown(`a path (${describeLength(raw)})`) : asShown(path);
}

/** In what does not begin as paths do, a slash is more likely a letter of a key. */
function isTornKey(path: string): boolean {
  return path.length >= 20 && /^[\w/+=%-]+$/.test(path) && turnsIn(path) > 1;
}

/** A key in pieces with blanks between them: no path of somebody's changes so often from letters to digits. */
function isTornApart(path: string): boolean {
  return path.split(/\s/).length > 5 && turnsIn(path.replace(/\s+/g, '')) > 4;
}

function isSecretPart(part: string): boolean {
  return !digestPart.test(part) && hasSecretShape(part);
}
