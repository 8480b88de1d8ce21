import { spanOf } from '../../core/source.ts';
import type { Span } from '../../core/evaluation.ts';
import { Raw } from '../../core/raw.ts';
import type { IniEntry } from '../../formats/ini-file.ts';
import { printKey } from '../../printers/names.ts';
import { findEndpoint } from '../chain/endpoint-url.ts';
import { flavourTitle } from '../flavours.ts';
import type { Section } from '../places/section.ts';
import { isSet, shownOf, type Setting } from '../places/settings.ts';
import { sectionsInUse } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { edit, renameKey, unset } from '../repairs.ts';

/** Addresses that do not count, or that lead nowhere: docs/gotchas.md, 63 and 75. */
export const unreadEndpointGotchas: readonly Gotcha[] = [
  {
    id: 63,
    code: 'endpoint-not-read',
    says: 'An endpoint stands where no SDK reads it: under another spelling, below a service inside of a profile, or outside of a service in `[services …]`; the keys go to AWS.',
    find: findUnread,
  },
  {
    id: 75,
    code: 'endpoint-unusable',
    says: 'A key or a variable gives an address that is no URL, or that nobody answers at.',
    find: findUnusable,
  },
];

function findUnread(situation: Situation): readonly Found[] {
  const { context } = situation;
  const instead = insteadOf(situation);
  const inProfile = sectionsInUse(context).flatMap((section) =>
    [...section.entries.values()].flatMap((entry) => [
      ...misspelled(situation, section, entry, instead),
      ...nestedIn(situation, section, entry, instead),
    ]),
  );
  return [...inProfile, ...outsideOfService(situation, instead)];
}

function insteadOf({ context }: Situation): string {
  const { endpoint } = findEndpoint(context, 'STS');
  return isSet(endpoint) ? shownOf(endpoint) : "AWS's own hosts";
}

function misspelled(
  { context }: Situation,
  section: Section,
  entry: IniEntry,
  instead: string,
): readonly Found[] {
  const folded = entry.key.toLowerCase().replace(/[-.\s]+/g, '_');
  const isNear =
    /^(?:[a-z0-9]+_)?endpoint_?urls?$|^url_?endpoint$|^(?:aws_|s3_)?endpoint$/.test(folded) &&
    entry.key !== 'endpoint_url' &&
    !/^\w+\.endpoint_url$/.test(entry.key);
  if (!isNear || section.entries.has('endpoint_url')) return [];
  const span = spanOf(section.source, entry.keyRange);
  const known = printKey(new Raw(entry.key));
  return [
    {
      message: `${known === undefined ? `the key in line ${span.line}` : `\`${known}\``} is no key that an SDK reads: it would be \`endpoint_url\`; ${instead} get the requests`,
      span,
      fix:
        known === entry.key
          ? renameKey(context.world, span, entry.key, 'endpoint_url')
          : edit(context.world, span),
    },
  ];
}

/** Dialects make a map of it, a key with a dot, or lines of the value. */
function nestedIn(
  { context, resolution }: Situation,
  section: Section,
  entry: IniEntry,
  instead: string,
): readonly Found[] {
  const isNested =
    entry.nested?.has('endpoint_url') === true ||
    /^\w+\.endpoint_url$/.test(entry.key) ||
    /^[ \t]*endpoint_url[ \t]*=/m.test(entry.value);
  if (!isNested) return [];
  const span = spanOf(section.source, entry.keyRange);
  return [
    {
      message: `an endpoint_url below a service counts in a [services …] section alone, and for ${flavourTitle(resolution.flavour)} not in a profile (only the plugin awscli-plugin-endpoint reads it there); ${instead} get the requests`,
      span,
      advice:
        'Move the service with its endpoint_url to [services NAME], and name it in the profile: services = NAME',
      fix: edit(context.world, span),
    },
  ];
}

function outsideOfService({ context }: Situation, instead: string): readonly Found[] {
  const named = context.profile.get('services');
  const section = named.value === undefined ? undefined : context.files.services(named.value);
  const entry = section?.entries.get('endpoint_url');
  if (section === undefined || entry === undefined) return [];
  const span = spanOf(section.source, entry.keyRange);
  return [
    {
      message: `endpoint_url stands in [services ${shownOf(named)}] outside of a service, where it counts for none; ${instead} get the requests`,
      span,
      advice: 'Indent it below the name of its service, as `sts =`, or write it into the profile',
      fix: edit(context.world, span),
    },
  ];
}

function findUnusable({ context, resolution }: Situation): readonly Found[] {
  const { endpoint } = findEndpoint(context, 'STS');
  const { value, evidence } = endpoint;
  if (value === undefined || !isSet(endpoint)) return [];
  const isUrl = value.passes((text) => /^https?:\/\/[^\s"'/]/.test(text));
  const isDead = resolution.error?.code === 'network-failed';
  if (isUrl && !isDead) return [];
  const why = isUrl
    ? 'nobody answers there'
    : 'it is no address of the web, which begins with http:// or https://';
  return [
    {
      message: `${evidence.name} gives the address of STS, and ${why}`,
      span: evidence.span,
      fix: repairOf(context, endpoint, evidence.span),
    },
  ];
}

function repairOf({ world }: Situation['context'], { evidence }: Setting, span: Span | undefined) {
  return span === undefined ? unset(world, [evidence.name]) : edit(world, span);
}
