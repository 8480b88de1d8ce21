import { command, given as givenWord, unsetVariables } from '../../core/command.ts';
import { Raw } from '../../core/raw.ts';
import { nearestRegion } from '../../printers/region.ts';
import type { ClientRules } from './client-rules.ts';
import { findEndpoint } from './endpoint-url.ts';
import { mapProblem } from './map-problem.ts';
import type { Context, Problem } from './provider.ts';
import { resolveRegion } from './region.ts';
import { brokenSession } from './sts-client-problem.ts';
import { isTaken } from './taken-value.ts';
import { behindName, quotedValue, type Setting } from '../places/settings.ts';
import { offlineView } from '../places/world.ts';

/** Why no client of STS can be made with the settings of the run; undefined where one can. Asks nobody. */
export async function clientProblem(context: Context): Promise<Problem | undefined> {
  const { world, files, choice, flavour } = context;
  const { client: rules } = flavour;
  const run = { ...context, world: offlineView(world), profile: files.profile(choice.name) };
  const session = rules.brokenSession === 'fail' ? brokenSession(run) : undefined;
  const { region } = await resolveRegion(run);
  return session ?? regionProblem(rules, region) ?? endpointProblem(run, rules) ?? valueProblem(run, rules);
}

function regionProblem(rules: ClientRules, region: Setting): Problem | undefined {
  const map = mapProblem([region]);
  if (map !== undefined) return map;
  const { value, evidence } = region;
  if (value === undefined) return undefined;
  const { name, kind } = evidence;
  if (value.isEmpty) {
    if (rules.emptyRegion === 'used') return undefined;
    return {
      code: 'empty-region',
      because: `the region is empty, so no service has an address: ${name} is set to nothing`,
      evidence: [evidence],
      ...hintFor(kind, name),
    };
  }
  if (rules.region === undefined || value.fits(rules.region)) return undefined;
  const near = nearestRegion(value.map((text) => text.replace(/(?<=\S)\s+[#;].*$/s, '')));
  return {
    code: 'region-refused',
    because: `${name}${behindName(region)} cannot be a part of a host name: no client can be made`,
    evidence: [evidence],
    ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
  };
}

function valueProblem({ env, profile, choice }: Context, { values = [] }: ClientRules): Problem | undefined {
  for (const rule of values) {
    const { variable, key, takes, usual } = rule;
    const own = env(variable);
    const setting = own.value === undefined ? profile.get(key) : own;
    const map = mapProblem([setting]);
    if (map !== undefined) return map;
    const { value, evidence } = setting;
    if (value === undefined || isTaken(value, rule)) continue;
    const given = `it is ${quotedValue(setting)}`;
    const isOwn = profile.getFrom('config', key).evidence.span?.line === evidence.span?.line;
    const written =
      evidence.kind === 'env'
        ? unsetVariables([variable])
        : isOwn
          ? command`aws configure set ${givenWord(key)} ${givenWord(usual)} --profile ${givenWord(choice.shownName)}`
          : undefined;
    return {
      code: 'invalid-value',
      because: `${evidence.name} takes ${takes}; ${given}: no client can be made`,
      evidence: [evidence],
      ...(written === undefined ? { hint: `Correct or remove ${evidence.name}` } : { hint: written }),
    };
  }
  return undefined;
}

function hintFor(kind: string, name: string): Pick<Problem, 'hint'> {
  const hint = kind === 'env' ? unsetVariables([name]) : `Give ${name} a value, or remove the line`;
  return hint === undefined ? {} : { hint };
}

function endpointProblem(context: Context, rules: ClientRules): Problem | undefined {
  const { endpoint, error, flat } = findEndpoint(context, 'STS');
  const map = mapProblem([endpoint, error && context.profile.get('services')]);
  if (map !== undefined) return map;
  if (error !== undefined) {
    const { code, message, hint, span } = error;
    const place = span === undefined ? [] : [{ kind: 'file', name: 'services', span } as const];
    return { code, because: message, evidence: place, ...(hint === undefined ? {} : { hint }) };
  }
  if (flat !== undefined && rules.flatService === 'fail') {
    return {
      code: 'endpoint-not-indented',
      because: `${flat.evidence.name} has no line indented below it: no client of this service can be made`,
      evidence: [flat.evidence],
      hint: 'Indent endpoint_url below the name of its service',
    };
  }
  const { value = new Raw(''), evidence } = endpoint;
  if (endpoint.value === undefined || rules.isEndpoint === undefined) return undefined;
  if (value.passes(rules.isEndpoint)) return undefined;
  return {
    code: 'endpoint-refused',
    because: `${evidence.name} is no URL with http or https: no client can be made`,
    evidence: [evidence],
    hint: 'Write it whole, as https://host:port',
  };
}
