import { isWordy } from './harmless-values.ts';
import type { Hidden } from './hidden.ts';

/** What of a URL must not be shown. */

/** Where a URL ends in a text. */
const urlEnd = /[\s"'`<>]/g;

/** Who is let in, `https://user:password@host`, and the query, but for one that only tells which version is meant. */
export function urlPartsIn(text: string): readonly Hidden[] {
  const found: Hidden[] = [];
  for (let at = text.indexOf('://'); at >= 0;) {
    const start = at + 3;
    urlEnd.lastIndex = start;
    const end = urlEnd.exec(text)?.index ?? text.length;
    const url = text.slice(start, end);
    const host = /^[^/?#]*/.exec(url)?.[0] ?? '';
    // What is no port is a password, which may hold the signs that end a host.
    const user = (/^[^:[]*:(?!\d*$)/.test(host) ? url : host).lastIndexOf('@');
    if (user > 0 && url.slice(0, user) !== everybody) found.push({ start, end: start + user });
    const query = url.indexOf('?', user + 1) + 1;
    const fragment = url.indexOf('#', query);
    const last = fragment < 0 ? url.length : fragment;
    if (query > 0 && last > query && !tellsVersion(url.slice(query, last)))
      found.push({ start: start + query, end: start + last });
    at = text.indexOf('://', end);
  }
  return found;
}

/** As whom everybody asks a server of git over SSH. */
const everybody = 'git';
/**
 * https://developer.hashicorp.com/terraform/language/modules/sources#selecting-a-revision; `Action` and `Version` are of
 * AWS's query APIs.
 */
const versions =
  /^(?:(?:ref=(?:v?\d[\w.+-]{0,40}|[\w./-]{1,64})|depth=\d{1,6}|archive=(?:false|zip|t?gz|tar(?:\.\w{2,3})?)|Action=[A-Za-z]{3,64}|Version=\d{4}-\d\d-\d\d)(?:&|$))+$/;
/** A commit, or what people call a branch. */
const commit = /^[0-9a-f]{7,64}$/;

function tellsVersion(query: string): boolean {
  if (!versions.test(query)) return false;
  const refs = new URLSearchParams(query).getAll('ref');
  return refs.every((ref) => commit.test(ref) || ref.split('/').every(isWordy));
}
