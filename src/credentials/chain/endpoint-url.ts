import type { Diagnostic } from '../../core/evaluation.ts';
import { Raw } from '../../core/raw.ts';
import { printName } from '../../printers/names.ts';
import { spanOf } from '../../core/source.ts';
import type { Context } from './provider.ts';
import type { Section } from '../places/section.ts';
import { isSet, settingOf, type Setting } from '../places/settings.ts';

/** The services that are asked for credentials and about them, as `AWS_ENDPOINT_URL_STS` names them. */
export const serviceIds = ['STS', 'IAM', 'IAM_TOOLBOX', 'SSO', 'SSO_OIDC', 'SIGNIN'] as const;
export type ServiceId = (typeof serviceIds)[number];

export interface FoundEndpoint {
  /** Without a value where the service's own address is used. */
  readonly endpoint: Setting;
  /** The flavour stops with it. */
  readonly error?: Diagnostic;
  /** The service's line in the `services` section, where nothing is indented below it. */
  readonly flat?: Setting;
}

const none = settingOf('default', 'endpoint_url', undefined);

/**
 * The address that stands in for a service's own: the variable of the service, the one of all services, the
 * `services` section of the profile, the profile (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
 */
export function findEndpoint(context: Context, service: ServiceId): FoundEndpoint {
  const { flavour, profile, files, env } = context;
  const { endpoints: rules } = flavour;
  const get = (key: string) =>
    rules
      .merge(key)
      .map((role) => profile.getFrom(role, key))
      .find(isSet);
  const switches = [env('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'), get('ignore_configured_endpoint_urls')];
  if (switches.find((one) => one !== undefined && isSet(one))?.value?.isInAnyCase('true') === true) {
    return { endpoint: none };
  }
  if (rules.variables === 'read') {
    const variable = [env(`AWS_ENDPOINT_URL_${service}`), env('AWS_ENDPOINT_URL')].find(isSet);
    if (variable !== undefined) return { endpoint: variable };
  }
  const named = get('services');
  if (named !== undefined) {
    const section = files.services(named.value ?? '');
    const endpoint = section === undefined ? undefined : endpointIn(section, service);
    if (endpoint !== undefined) return { endpoint };
    if (section === undefined && rules.missingServices === 'fail') {
      return { endpoint: none, error: missingServices(named) };
    }
    // The settings loader gives up, and the profile's own address is lost with it.
    if (section === undefined && rules.missingServices === 'hides-endpoint') return { endpoint: none };
    const flat = section === undefined ? undefined : flatService(section, service);
    if (flat !== undefined) return { endpoint: get('endpoint_url') ?? none, flat };
  }
  return { endpoint: get('endpoint_url') ?? none };
}

/** Dialects keep a nested key as a map, under a name with a dot, or as a line of the value. */
function endpointIn(section: Section, service: ServiceId): Setting | undefined {
  const key = service.toLowerCase();
  const entry = section.entries.get(key);
  const found = entry?.nested?.get('endpoint_url') ?? section.entries.get(`${key}.endpoint_url`);
  const line = /^[^\S\n]*endpoint_url\s*=\s*(.*?)\s*$/m.exec(entry?.value ?? '')?.[1];
  const value = found?.value ?? line;
  if (value === undefined || value === '') return undefined;
  const range = found?.valueRange ?? entry?.valueRange;
  const span = range === undefined ? undefined : spanOf(section.source, range);
  return settingOf('file', `[services ${printName(new Raw(section.name))}] ${key}.endpoint_url`, value, span);
}

/** A service's key without a map below it: its `endpoint_url` is not indented, or missing. */
function flatService(section: Section, service: ServiceId): Setting | undefined {
  const entry = section.entries.get(service.toLowerCase());
  if (entry === undefined || entry.nested !== undefined) return undefined;
  return settingOf(
    'file',
    `[services ${printName(new Raw(section.name))}] ${service.toLowerCase()}`,
    undefined,
    spanOf(section.source, entry.keyRange),
  );
}

function missingServices(named: Setting): Diagnostic {
  const { span } = named.evidence;
  return {
    code: 'services-missing',
    severity: 'error',
    message: `there is no section [services ${named.evidence.value ?? ''}], and the profile names it`,
    hint: 'Write the section, or take `services` out of the profile.',
    ...(span === undefined ? {} : { span }),
  };
}
