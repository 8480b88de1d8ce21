import { describeDuration } from '../../core/durations.ts';
import { listed } from '../../core/listed.ts';
import { parseInstant } from '../../core/instant.ts';
import { Raw } from '../../core/raw.ts';
import { spanOf } from '../../core/source.ts';
import { printHeader } from '../../printers/names.ts';
import { flavourTitle } from '../flavours.ts';
import { hasSlipOf } from '../places/meant-key.ts';
import { isSet } from '../places/settings.ts';
import { hasEnvKeys, sectionsInUse } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { command } from '../../core/command.ts';
import { edit, profileOption, unset } from '../repairs.ts';

/** Settings in plain sight that do nothing: docs/gotchas.md, 80 to 82. */
export const deadGotchas: readonly Gotcha[] = [
  {
    id: 80,
    code: 'default-replaced',
    says: '`[default]` and `[profile default]` stand in one file: one replaces the other whole, and its keys do not count.',
    find: findReplaced,
  },
  {
    id: 81,
    code: 'setting-does-nothing',
    says: 'A setting does nothing without another one: source_profile without role_arn, AWS_ROLE_ARN without a token file, a token without keys.',
    find: findDead,
  },
  {
    id: 82,
    code: 'keys-past-their-end',
    says: 'A login tool wrote beside the keys when they end, which no SDK reads, and that is over.',
    find: findPastEnd,
  },
];

function findReplaced({ context, resolution }: Situation): readonly Found[] {
  const { choice, files, flavour, world } = context;
  if (choice.name !== 'default') return [];
  const { ini, dropped } = files.config;
  if (ini === undefined) return [];
  const lost = dropped.filter(({ section }) => {
    const named = flavour.files.sectionNames(section.header, 'config');
    return named.kind === 'profile' && named.name === 'default' && section.entries.size > 0;
  });
  const [winner] = context.profile.config?.headers ?? [];
  if (winner === undefined) return [];
  return lost.map(({ section }): Found => {
    const span = spanOf(ini.source, section.range);
    const lines = [...section.entries.values()].map(({ keyRange }) => spanOf(ini.source, keyRange).line);
    const where = lines.length === 1 ? `line ${lines[0] ?? 0} does` : `lines ${listed(lines.map(String))} do`;
    return {
      message: `\`${printHeader(new Raw(winner.header))}\` replaces \`${printHeader(new Raw(section.header))}\` whole for ${flavourTitle(resolution.flavour)}: ${where} not count`,
      span,
      advice: 'Merge the two sections into one',
      fix: edit(world, span),
    };
  });
}

/** Of a role, and nothing without one. */
const ofRole = [
  'source_profile',
  'credential_source',
  'external_id',
  'mfa_serial',
  'role_session_name',
  'duration_seconds',
];

function findDead(situation: Situation): readonly Found[] {
  return [...deadKeys(situation), ...deadSso(situation), ...deadVariables(situation)];
}

function deadKeys({ context, resolution }: Situation): readonly Found[] {
  const { profile, world } = context;
  if (isSet(profile.get('role_arn')) || resolution.error?.code === 'role-arn-missing') return [];
  // A slip in the name of the key is put right in its place.
  if (hasSlipOf(profile.config, 'role_arn') || hasSlipOf(profile.credentials, 'role_arn')) return [];
  const dead = ofRole.map(profile.get).filter(isSet);
  const [first] = dead;
  const { span } = first?.evidence ?? {};
  if (first === undefined || span === undefined) return [];
  const names = dead.map(({ evidence }) => evidence.name);
  return [
    {
      severity: resolution.verdict === 'selected' ? 'info' : 'warning',
      message: `${listed(names)} ${names.length === 1 ? 'does' : 'do'} nothing without role_arn in \`${profile.shownName}\``,
      span,
      advice: isSet(profile.get('aws_access_key_id'))
        ? 'Add role_arn, or take it out'
        : `Add role_arn, or write the keys into \`${profile.shownName}\` itself`,
      fix: edit(world, span),
    },
  ];
}

/** An address of the access portal, and nobody who signs in there. */
function deadSso({ context, resolution }: Situation): readonly Found[] {
  const { profile } = context;
  const address = ['sso_session', 'sso_start_url'].map(profile.get).find(isSet);
  const isWhole = ['sso_account_id', 'sso_role_name'].map(profile.get).some(isSet);
  if (address === undefined || isWhole || resolution.verdict !== 'none') return [];
  // Beside a role they are the source's: `sso-outranks-role` tells it.
  if (isSet(profile.get('role_arn'))) return [];
  return [
    {
      message: `${address.evidence.name} gives no credentials without sso_account_id and sso_role_name in \`${profile.shownName}\``,
      span: address.evidence.span,
      fix: command`aws configure sso ${profileOption(profile)}`,
    },
  ];
}

function deadVariables({ context, resolution }: Situation): readonly Found[] {
  const { env, world, profile } = context;
  const is = (name: string) => isSet(env(name));
  const found: Found[] = [];
  const hasTokenFile = is('AWS_WEB_IDENTITY_TOKEN_FILE') || isSet(profile.get('web_identity_token_file'));
  if (is('AWS_ROLE_ARN') && !hasTokenFile) {
    found.push({
      severity: 'warning',
      message: `AWS_ROLE_ARN does nothing without AWS_WEB_IDENTITY_TOKEN_FILE: ${flavourTitle(resolution.flavour)} does not act as that role${resolution.selected === undefined ? '' : ', but as whoever the credentials belong to'}`,
      fix: unset(world, ['AWS_ROLE_ARN']),
    });
  }
  const halves = is('AWS_ACCESS_KEY_ID') || is('AWS_SECRET_ACCESS_KEY') || is('AWS_ACCESS_KEY');
  if (is('AWS_SESSION_TOKEN') && !hasEnvKeys(context) && !halves) {
    found.push({
      severity: 'info',
      message: 'AWS_SESSION_TOKEN does nothing without AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
      fix: unset(world, ['AWS_SESSION_TOKEN']),
    });
  }
  const tokens = ['AWS_CONTAINER_AUTHORIZATION_TOKEN', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'].filter(is);
  const uris = ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'];
  if (tokens.length > 0 && !uris.some(is)) {
    found.push({
      severity: 'info',
      message: `${listed(tokens)} ${tokens.length === 1 ? 'does' : 'do'} nothing without ${uris.join(' or ')}`,
      fix: unset(world, tokens),
    });
  }
  return found;
}

function findPastEnd({ context }: Situation): readonly Found[] {
  const now = context.world.host.now();
  return sectionsInUse(context).flatMap((section) => {
    if (!section.entries.has('aws_access_key_id')) return [];
    return [...section.entries.values()].flatMap((entry): readonly Found[] => {
      if (!/expir/i.test(entry.key)) return [];
      const end = parseInstant(entry.value.trim().replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/, '$1T$2Z'));
      if (end === undefined || end > now) return [];
      return [
        {
          message: `the keys ended ${describeDuration(now - end)} ago, as the tool that wrote them noted beside them; no SDK reads that`,
          span: spanOf(section.source, entry.keyRange),
          advice: 'Sign in again with the tool that wrote them',
        },
      ];
    });
  });
}
