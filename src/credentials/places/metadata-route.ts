import type { Evidence } from '../../core/evaluation.ts';
import { Raw } from '../../core/raw.ts';
import { findProxy, type ProxyRules } from './proxy.ts';
import type { Places } from './profiles.ts';

/** The way to a metadata endpoint: directly, or through a proxy that cannot reach it. */
export interface MetadataRoute {
  readonly proxy?: Raw;
  /** The variable that names the proxy, and the one that exempts addresses. */
  readonly variable?: string;
  readonly exceptions?: string;
  readonly evidence: readonly Evidence[];
  /** What follows the endpoint's name in a sentence; empty where it is asked directly. */
  readonly words: string;
}

const direct: MetadataRoute = { evidence: [], words: '' };

export function metadataRoute(
  url: string,
  { world, env }: Pick<Places, 'world' | 'env'>,
  rules: ProxyRules,
): MetadataRoute {
  if (rules === 'ignored' || !URL.canParse(url)) return direct;
  const found = findProxy(new URL(url), world.host.env, rules);
  if (found === undefined) return direct;
  const { variable, exceptions } = found;
  const names = exceptions === undefined ? [variable] : [variable, exceptions];
  return {
    proxy: new Raw(found.url),
    variable,
    ...(exceptions === undefined ? {} : { exceptions }),
    evidence: names.map((name) => env(name).evidence),
    words: ` through the proxy of ${variable}`,
  };
}
