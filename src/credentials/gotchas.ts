import { type Command } from '../core/command.ts';
import type { Evidence, Severity, Step } from '../core/evaluation.ts';
import { describeLine } from '../core/place.ts';
import type { ChainStep, FlavourId, Resolution } from './chain/chain.ts';
import { flavours } from './flavours.ts';
import { endpointGotchas } from './gotchas/endpoints.ts';
import { certificateGotchas } from './gotchas/certificates.ts';
import { clientGotchas } from './gotchas/client.ts';
import { deadGotchas } from './gotchas/dead-settings.ts';
import { environmentGotchas } from './gotchas/environment.ts';
import { fallThroughGotchas } from './gotchas/fall-through.ts';
import { lineGotchas } from './gotchas/file-lines.ts';
import { toFinding, type Finding, type Found, type Gotcha, type Situation } from './gotchas/gotcha.ts';
import { halfPairGotchas } from './gotchas/half-pairs.ts';
import { headerGotchas } from './gotchas/headers.ts';
import { keyGotchas } from './gotchas/keys.ts';
import { oddLineGotchas } from './gotchas/odd-lines.ts';
import { processGotchas } from './gotchas/process.ts';
import { proxyGotchas } from './gotchas/proxies.ts';
import { nearGotchas } from './gotchas/near-names.ts';
import { otherToolGotchas } from './gotchas/other-tools.ts';
import { profileGotchas } from './gotchas/profile-choice.ts';
import { regionGotchas } from './gotchas/region.ts';
import { roleGotchas } from './gotchas/roles.ts';
import { shapeGotchas } from './gotchas/shapes.ts';
import { sortGotchas } from './gotchas/file-sorts.ts';
import { ssoGotchas } from './gotchas/sso.ts';
import { releaseGotchas } from './gotchas/tool-releases.ts';
import { tokenGotchas } from './gotchas/tokens.ts';
import { unsignedGotchas } from './gotchas/unsigned.ts';
import { unreadEndpointGotchas } from './gotchas/unread-endpoints.ts';
import type { Context } from './chain/provider.ts';
import { copyOf, edit } from './repairs.ts';
import { openContext, resolveChain } from './chain/resolve.ts';
import { settingOf } from './places/settings.ts';
import { offlineView, type World } from './places/world.ts';

export type { Finding };

/** Every gotcha: what is most likely the cause stands first where two are equally severe. */
export const gotchas: readonly Gotcha[] = [
  ...profileGotchas,
  ...sortGotchas,
  ...nearGotchas,
  ...otherToolGotchas,
  ...shapeGotchas,
  ...oddLineGotchas,
  ...lineGotchas,
  ...headerGotchas,
  ...halfPairGotchas,
  ...environmentGotchas,
  ...keyGotchas,
  ...tokenGotchas,
  ...ssoGotchas,
  ...roleGotchas,
  ...processGotchas,
  ...proxyGotchas,
  ...clientGotchas,
  ...certificateGotchas,
  ...endpointGotchas,
  ...unreadEndpointGotchas,
  ...releaseGotchas,
  ...fallThroughGotchas,
  ...unsignedGotchas,
  ...regionGotchas,
  ...deadGotchas,
];

const rank = { error: 0, warning: 1, info: 2 } as const satisfies Record<Severity, number>;

/** What is to be said about one flavour's answer, the most severe first; each with its place and its repair. */
export async function findGotchas(
  world: World,
  resolution: Resolution,
  answers: Answers = answersOf(offlineView(world)),
): Promise<readonly Finding[]> {
  const situation = await situationOf(world, resolution, answers);
  const found: Finding[] = [...notedOn(resolution)];
  for (const gotcha of gotchas) {
    for (const one of await gotcha.find(situation)) {
      found.push(toFinding(gotcha, { ...one, fix: await keepingFiles(situation.context, one) }));
    }
  }
  const isBeside = besideTheEnd(resolution);
  return toldOnce(found.filter(isOfText(resolution))).toSorted(
    (left, right) =>
      rank[left.diagnostic.severity] - rank[right.diagnostic.severity] ||
      Number(isBeside(left)) - Number(isBeside(right)),
  );
}

/** Where a map keeps the tool from a text, what is odd about the text is no news. */
function isOfText({ error }: Resolution): (finding: Finding) => boolean {
  const map = error?.code === 'map-for-text' && error.span ? describeLine(error.span) : undefined;
  return ({ diagnostic: { span } }) => map === undefined || !span || describeLine(span) !== map;
}

const aroundValues: readonly string[] = ['quotes-kept', 'inline-comment-kept'];

/** What stands around a value is not told where another finding tells it of the same line, and writes what was meant. */
function toldOnce(found: readonly Finding[]): readonly Finding[] {
  const said = new Set(
    found.flatMap(({ diagnostic: { code, span }, fix }) =>
      span === undefined || aroundValues.includes(code) || fix === undefined || fix.deed.kind === 'edit'
        ? []
        : [describeLine(span)],
    ),
  );
  return found.map((one) => {
    const { code, span } = one.diagnostic;
    const isSaid = aroundValues.includes(code) && span !== undefined && said.has(describeLine(span));
    return isSaid ? { ...one, isTold: true as const } : one;
  });
}

/**
 * `sed` would put a file in the place of a link to one, and its copy in the place of the user's own: an editor does
 * neither.
 */
async function keepingFiles({ world, files }: Context, { fix, span }: Found): Promise<Command | undefined> {
  const isRewritten =
    fix?.deed.kind === 'run' && fix.deed.stages.some(({ program }) => rewriting.includes(program));
  if (!isRewritten || span === undefined) return fix;
  const file = [files.config, files.credentials].find(({ path }) => world.show(path) === span.file);
  if (file === undefined) return fix;
  const [itself, copy] = await Promise.all([world.inspect(file.path), world.inspect(copyOf(file.path))]);
  return itself?.isLink === true || copy !== undefined ? edit(world, span) : fix;
}

const rewriting: readonly string[] = ['sed', 'env'];

const readingKeys: readonly ChainStep['id'][] = ['shared-credentials-file', 'config-file'];
const lineCodes: ReadonlySet<string> = new Set(lineGotchas.map(({ code }) => code));

/** What is odd on a line that the step which won or failed did not read explains less than the rest. */
function besideTheEnd({ steps }: Resolution): (finding: Finding) => boolean {
  const end = steps.find(({ outcome }) => outcome === 'win' || outcome === 'fail');
  if (end === undefined || readingKeys.includes(end.id)) return () => false;
  const lines = new Set(evidenceOf(end).map(({ span }) => span && describeLine(span)));
  return ({ diagnostic: { code, span } }) =>
    lineCodes.has(code) && span !== undefined && !lines.has(describeLine(span));
}

function evidenceOf(step: Step): readonly Evidence[] {
  return [...step.evidence, ...(step.steps ?? []).flatMap(evidenceOf)];
}

/** What the chain noted on its way, without what a gotcha words again. */
function notedOn({ diagnostics }: Resolution): readonly Finding[] {
  return diagnostics
    .filter(({ code }) => !gotchas.some((gotcha) => gotcha.code === code))
    .map((diagnostic) => ({ diagnostic }));
}

/** The answers of all flavours to one question, each worked out when it is first asked for. */
export interface Answers {
  readonly ask: (id: FlavourId) => Promise<Resolution>;
  readonly contextOf: (id: FlavourId) => Promise<Context>;
}

/** Each flavour asks the endpoints by its own way, and what two ask alike is asked once. */
export function answersOf(world: World): Answers {
  const own: World = world.mode === 'live' ? { ...world, mode: 'default' } : world;
  return {
    ask: remember((id) => resolveChain(own, flavours[id])),
    contextOf: remember((id) => openContext(own, flavours[id])),
  };
}

function remember<T>(make: (id: FlavourId) => Promise<T>): (id: FlavourId) => Promise<T> {
  const known = new Map<FlavourId, Promise<T>>();
  return (id) => {
    const made = known.get(id) ?? make(id);
    known.set(id, made);
    return made;
  };
}

async function situationOf(world: World, resolution: Resolution, answers: Answers): Promise<Situation> {
  const flavour = flavours[resolution.flavour];
  const ask = (id: FlavourId) => (id === flavour.id ? Promise.resolve(resolution) : answers.ask(id));
  return {
    context: await openContext(world, flavour),
    resolution,
    ask,
    contextOf: answers.contextOf,
    askWithVariable: () => resolveChain(withVariable(offlineView(world), resolution.profile.name), flavour),
  };
}

/** The profile named by AWS_PROFILE instead of by option. */
function withVariable(world: World, profile: string): World {
  const { region } = world.options;
  const options = region === undefined ? {} : { region };
  const named = settingOf('env', 'AWS_PROFILE', profile);
  return { ...world, options, env: (name) => (name === 'AWS_PROFILE' ? named : world.env(name)) };
}
