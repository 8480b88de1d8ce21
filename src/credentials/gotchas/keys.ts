import type { Command } from '../../core/command.ts';
import { describeTime } from '../../core/describe-time.ts';
import { accountOfKey } from '../chain/describe.ts';
import { flavourTitle } from '../flavours.ts';
import type { StaticRecipe } from '../chain/recipe.ts';
import { instantIn, isSet, type Flaw, type Setting } from '../places/settings.ts';
import { baseKeys, placeOf, sectionsInUse, setKeyVariables, settingsOf } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import type { World } from '../places/world.ts';
import { edit, keepPlainSigns, makePrivate, setClock, unset } from '../repairs.ts';
import { isPlaceholder } from './shape-of-keys.ts';

/** What can be wrong with keys themselves and the files that hold them: named, never shown. */
export const keyGotchas: readonly Gotcha[] = [
  { code: 'keys-swapped', says: "Access key id and secret stand in each other's place.", find: findSwapped },
  {
    code: 'key-flawed',
    says: 'A key holds what does not belong to it: a line break, a blank, quotes, a `%` of zsh, an invisible character.',
    find: findFlaws,
  },
  {
    code: 'keys-of-two-accounts',
    says: 'The two files hold keys of two accounts for one profile.',
    find: findTwoAccounts,
  },
  {
    code: 'keys-expired',
    says: 'The keys have expired, as AWS_CREDENTIAL_EXPIRATION or their source says.',
    find: findExpired,
  },
  {
    code: 'file-readable-by-others',
    says: 'Other users of this machine can read a file that holds keys.',
    find: findReadable,
  },
  {
    code: 'clock-skew',
    says: 'The clock of this machine is more than five minutes off, so AWS refuses every signature.',
    find: findSkew,
  },
];

/** The keys in use: those chosen, and those in the environment and the profile that were not. */
function keysInUse({ resolution }: Situation): readonly StaticRecipe[] {
  const recipes = [
    resolution.selected?.recipe,
    ...resolution.steps.map(({ wouldGive }) => wouldGive?.recipe),
  ];
  const keys = recipes.flatMap((recipe) => (recipe === undefined ? [] : [baseKeys(recipe)]));
  return keys.filter((one) => one !== undefined);
}

function partsOf({ accessKeyId, secretAccessKey, sessionToken }: StaticRecipe): readonly Setting[] {
  return [accessKeyId, secretAccessKey, ...(sessionToken === undefined ? [] : [sessionToken])];
}

/** Each setting once, though several recipes may hold it. */
function settingsInUse(situation: Situation): readonly Setting[] {
  const all = keysInUse(situation).flatMap(partsOf);
  return [...new Map(all.map((setting) => [placeOf(setting), setting])).values()];
}

function repair({ context }: Situation, setting: Setting): Command | undefined {
  const { span, name } = setting.evidence;
  return span === undefined ? unset(context.world, [name]) : edit(context.world, span);
}

function findSwapped(situation: Situation): readonly Found[] {
  return keysInUse(situation).flatMap(({ accessKeyId, secretAccessKey }): readonly Found[] => {
    const isSwapped =
      secretAccessKey.flaws.includes('looks-like-key-id') || accessKeyId.flaws.includes('looks-like-secret');
    if (!isSwapped) return [];
    const { name, span } = accessKeyId.evidence;
    if (accessKeyId.value?.fits(/^A(?:KIA|SIA)[A-Z0-9]{16}$/) === true) {
      return [
        {
          message: `${secretAccessKey.evidence.name} holds a key id, and no secret: AWS answers SignatureDoesNotMatch`,
          span: secretAccessKey.evidence.span,
          fix: repair(situation, secretAccessKey),
        },
      ];
    }
    return [
      {
        message: `key id and secret are swapped: ${name} does not hold a key id, ${secretAccessKey.evidence.name} ${secretAccessKey.flaws.includes('looks-like-key-id') ? 'does' : 'holds something else'}`,
        span,
        advice:
          'A key id has 20 capitals and digits and starts with AKIA or ASIA; the secret has 40 characters',
        fix: repair(situation, accessKeyId),
      },
    ];
  });
}

/** Comments and quotes in files are gotchas of their own: docs/gotchas.md, 13 and 14. */
const flawWords: Readonly<Partial<Record<Flaw, string>>> = {
  map: 'has nothing behind its `=`, and Python signs with the spelling of a map of the lines below it',
  'line-break': 'holds a line break, as when it was pasted or read from a file with its last line end',
  blank: 'has a blank in it or at its end',
  'percent-end': 'ends with `%`, which zsh prints where output has no line end: it is no part of the key',
  invisible: 'holds an invisible character',
  quote: 'has quotes around it',
  comma: 'has a comma behind it, as in a list',
};

function isWorded(flaw: Flaw): boolean {
  return flawWords[flaw] !== undefined;
}

/** What may be taken off a line of a file without a look at what is left: no key has such signs in it. */
const takenOff: readonly Flaw[] = ['quote', 'comma', 'invisible'];

function isTakenOff({ flaws }: Setting): boolean {
  return flaws.length > 0 && flaws.every((flaw) => takenOff.includes(flaw));
}

/** All that are flawed in one file or in the environment: the next run finds none of them. */
function repairAll({ context }: Situation, all: readonly Setting[], one: Setting): Command | undefined {
  const { world } = context;
  const { span } = one.evidence;
  if (span === undefined) {
    const flawed = all.filter(({ evidence, flaws }) => evidence.kind === 'env' && flaws.some(isWorded));
    return unset(
      world,
      flawed.map(({ evidence }) => evidence.name),
    );
  }
  const beside = all.filter(({ evidence }) => evidence.span?.file === span.file).filter(isTakenOff);
  const spans = beside.flatMap(({ evidence }) => (evidence.span === undefined ? [] : [evidence.span]));
  return (isTakenOff(one) ? keepPlainSigns(world, spans) : undefined) ?? edit(world, span);
}

function findFlaws(situation: Situation): readonly Found[] {
  const settings = settingsInUse(situation).filter(
    ({ value }) => value === undefined || !isPlaceholder(value),
  );
  return settings.flatMap((setting) =>
    setting.flaws.flatMap((flaw): readonly Found[] => {
      const words = flawWords[flaw];
      const { name, span } = setting.evidence;
      if (words === undefined || (flaw === 'quote' && span !== undefined)) return [];
      return [
        {
          message: `${name} ${words}: AWS answers SignatureDoesNotMatch or InvalidClientTokenId`,
          span,
          advice:
            flaw === 'map'
              ? `Write the value behind \`${name} =\``
              : 'Copy the value again, without anything around it',
          fix: repairAll(situation, settings, setting),
        },
      ];
    }),
  );
}

function findTwoAccounts({ context }: Situation): readonly Found[] {
  const { profile, world } = context;
  const [config, credentials] = [
    profile.getFrom('config', 'aws_access_key_id'),
    profile.getFrom('credentials', 'aws_access_key_id'),
  ];
  const [first, second] = [accountOfKey(config), accountOfKey(credentials)];
  if (first !== undefined && second !== undefined && first !== second) {
    const { span } = config.evidence;
    return [
      {
        message: `\`${profile.shownName}\` has keys of two accounts: ${second} in ${placeOf(credentials)}, ${first} in ${placeOf(config)}`,
        span,
        advice: 'Keep one pair of keys in a profile',
        ...(span === undefined ? {} : { fix: edit(world, span) }),
      },
    ];
  }
  return [];
}

function findExpired({ context, resolution }: Situation): readonly Found[] {
  const { selected } = resolution;
  const { env, world } = context;
  const variable = env('AWS_CREDENTIAL_EXPIRATION');
  const now = world.host.now();
  if (selected?.provider === 'env') {
    const end = isSet(variable) ? instantIn(variable) : undefined;
    if (end === undefined || end > now) return [];
    return [
      {
        message: `the keys in the environment expired ${describeTime(end, now)}, as AWS_CREDENTIAL_EXPIRATION says: ${flavourTitle(resolution.flavour)} sends them all the same`,
        fix: unset(world, setKeyVariables(context)),
      },
    ];
  }
  const end = selected?.expiresAt;
  if (selected === undefined || end === undefined || end > now) return [];
  return [{ message: `what was selected expired ${describeTime(end, now)}` }];
}

async function findReadable({ context }: Situation): Promise<readonly Found[]> {
  const { world } = context;
  const files = [...new Set(sectionsInUse(context).map(({ role }) => role))].filter((role) =>
    sectionsInUse(context).some(
      (section) =>
        section.role === role &&
        settingsOf(section).some(({ evidence }) => /secret_access_key|token$/.test(evidence.name)),
    ),
  );
  const found: Found[] = [];
  for (const role of files) {
    const { path } = context.files[role];
    const mode = (await world.inspect(path))?.mode;
    if (mode === undefined || (mode & 0o077) === 0) continue;
    const who = (mode & 0o007) === 0 ? 'its group' : 'everybody on this machine';
    found.push({
      severity: 'info',
      message: `${world.show(path)} holds keys and can be used by ${who} (mode ${(mode & 0o777).toString(8).padStart(3, '0')})`,
      fix: makePrivate(world, world.show(path)),
    });
  }
  return found;
}

/** AWS refuses signatures that are more than 5 minutes off: .../IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
const mostSkewMs = 5 * 60_000;

async function findSkew({ context }: Situation): Promise<readonly Found[]> {
  const { world, files } = context;
  const now = world.host.now();
  for (const { request, result } of world.heard()) {
    const date = result.kind === 'answered' ? Date.parse(result.headers['date'] ?? '') : NaN;
    if (Number.isNaN(date) || Math.abs(date - now) <= mostSkewMs) continue;
    return [
      skew(
        world,
        `${new URL(request.url).origin} says that it is ${new Date(date).toISOString()}`,
        date - now,
      ),
    ];
  }
  for (const { path } of [files.config, files.credentials]) {
    const changed = (await world.inspect(path))?.modifiedAt;
    if (changed === undefined || changed - now <= mostSkewMs) continue;
    return [
      skew(
        world,
        `${world.show(path)} was changed in the future (${new Date(changed).toISOString()})`,
        changed - now,
      ),
    ];
  }
  return [];
}

function skew(world: World, because: string, difference: number): Found {
  const minutes = Math.round(Math.abs(difference) / 60_000);
  const side = difference > 0 ? 'behind' : 'ahead';
  return {
    message: `the clock of this machine is ${minutes} min ${side}: ${because}; AWS refuses signatures that are more than 5 min off`,
    advice:
      world.host.platform === 'windows'
        ? 'Set the clock, as an administrator:'
        : 'Set the clock, on Linux with systemd:',
    fix: setClock(world),
  };
}
