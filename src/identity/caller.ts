import { openNetwork, type Network, type Route } from '../aws/network.ts';
import { printAccount } from '../printers/names.ts';
import { Raw } from '../core/raw.ts';
import type { Announce } from '../core/answer.ts';
import { hinted, openAt, unsetVariables } from '../core/command.ts';
import { IamxError } from '../core/error.ts';
import { caTroubles, findCaBundle } from '../credentials/chain/ca-bundle.ts';
import type { Resolution } from '../credentials/chain/chain.ts';
import type { Flavour } from '../credentials/chain/flavour.ts';
import type { Context } from '../credentials/chain/provider.ts';
import { findProxy } from '../credentials/places/proxy.ts';
import type { Recipe } from '../credentials/chain/recipe.ts';
import { resolveRegion } from '../credentials/chain/region.ts';
import { openContext, resolveChain } from '../credentials/chain/resolve.ts';
import { retrieve } from '../credentials/retrieve/retrieve.ts';
import { textIn, type Retrieval, type Retrieved } from '../credentials/retrieve/retrieval.ts';
import { maskedKeyOf, settingOf, type Setting } from '../credentials/places/settings.ts';
import type { World } from '../credentials/places/world.ts';
import { announcer } from './announce.ts';
import { findPlace } from './place.ts';
import type { Obtain, Obtained } from '../credentials/chain/recipe.ts';

export interface CallerOptions {
  /** For everything from the first request on, retries included. */
  readonly timeoutMs: number;
  readonly askMfa: Retrieval['askMfa'];
  readonly announce: Announce;
  /** Whether what is signed may be sent unencrypted. */
  readonly allowHttp: boolean;
}

/** Somebody who can call AWS: what a flavour's chain chose, and the way to the services. */
export interface Caller {
  readonly resolution: Resolution;
  readonly context: Context;
  /** Absent where the chain chose nothing. */
  readonly retrieved?: Retrieved;
  readonly network: Network;
  readonly place: Retrieval['place'];
}

/** Walks the flavour's chain as the flavour itself would, and obtains what it chooses. `close` the network after use. */
export async function openCaller(world: World, flavour: Flavour, options: CallerOptions): Promise<Caller> {
  const retrieval = await openRetrieval(world, flavour, options);
  const { context, network, place } = retrieval;
  const got = new Map<Recipe, Retrieved>();
  const obtain = async (recipe: Recipe) => {
    const retrieved = await retrieve(recipe, retrieval);
    got.set(recipe, retrieved);
    return toObtained(retrieved);
  };
  const resolution = await resolveChain({ ...world, mode: 'live' }, flavour, obtain);
  const caller = { resolution, context, network, place };
  const { selected, error } = resolution;
  if (selected !== undefined && error === undefined) {
    return { ...caller, retrieved: got.get(selected.recipe) ?? (await retrieve(selected.recipe, retrieval)) };
  }
  const failed = [...got.values()].find((one) => one.kind === 'failed' && one.error === error);
  return failed === undefined ? caller : { ...caller, retrieved: failed };
}

/** Carries out what a chain chose, and tells what may be shown of it. */
export async function openObtain(
  world: World,
  flavour: Flavour,
  options: CallerOptions,
): Promise<{ readonly obtain: Obtain; readonly close: () => void }> {
  const retrieval = await openRetrieval(world, flavour, options);
  return {
    obtain: async (recipe) => toObtained(await retrieve(recipe, retrieval)),
    close: retrieval.network.close,
  };
}

function toObtained(retrieved: Retrieved): Obtained {
  if (retrieved.kind === 'failed') {
    const { error, failure } = retrieved;
    return { kind: 'not-obtained', error, ...(failure === undefined ? {} : { failure }) };
  }
  const { accessKeyId, accountId, expiresAt } = retrieved.keys;
  const id = maskedKeyOf(settingOf('derived', 'access_key_id', accessKeyId));
  return {
    kind: 'obtained',
    ...(id === undefined ? {} : { accessKeyId: id }),
    ...(accountId === undefined ? {} : { accountId: printAccount(new Raw(accountId)) }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

async function openRetrieval(
  world: World,
  flavour: Flavour,
  { timeoutMs, askMfa, announce, allowHttp }: CallerOptions,
): Promise<Retrieval & { readonly context: Context }> {
  const context = await openContext(world, flavour);
  const { retrieval: rules } = flavour;
  const beforeSend = announcer(context, announce);
  const network = openNetwork({ ...(await findRoute(context)), beforeSend }, timeoutMs);
  let found: Promise<{ readonly region: Setting }> | undefined;
  const place: Retrieval['place'] = async (service, region) => {
    const wanted = region ?? textIn((await (found ??= resolveRegion(context))).region);
    return findPlace(context, service, wanted === '' ? undefined : wanted, allowHttp);
  };
  return { world, rules, network, place, askMfa, announce, context };
}

/** Proxies and trusted authorities as the flavour finds them. Throws `network-failed` where a bundle cannot be used. */
async function findRoute(context: Context): Promise<Route> {
  const { world, flavour } = context;
  const { network } = flavour.retrieval;
  const proxyFor = (url: URL) => findProxy(url, world.host.env, network.proxies)?.url;
  const bundle = await findCaBundle(context);
  if (bundle === undefined) return { proxyFor };
  if (bundle.kind === 'certificates') return { proxyFor, certificates: bundle.text };
  const { span, name } = bundle.setting.evidence;
  throw new IamxError(
    'network-failed',
    `${name} names ${bundle.shown}, which ${caTroubles[bundle.trouble]}`,
    {
      ...(span === undefined ? hinted(unsetVariables([name])) : hinted(openAt(span.file, span.line))),
      ...(span === undefined ? {} : { span }),
    },
  );
}
