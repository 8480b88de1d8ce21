import type { Answer } from '../core/answer.ts';
import { command } from '../core/command.ts';
import { IamxError } from '../core/error.ts';
import type { Host } from '../core/host.ts';
import { dataFiles } from '../data/files.ts';
import { installData } from '../data/source.ts';
import { quoted } from '../formats/problem.ts';
import { diffPage } from '../lint/answer/diff-page.ts';
import { diffDocument } from '../lint/answer/diff.ts';
import type { Told } from '../lint/read/subject-of.ts';
import { readPolicies, readVersion, type Version } from '../lint/read/versions.ts';
import { allTypes } from '../lint/rule.ts';
import { compareVersions, type Compared } from '../lint/run/compare-versions.ts';
import type { CommandModule, GlobalOptions } from './command.ts';

type Options = GlobalOptions & Readonly<Record<string, unknown>>;

const thresholds = ['wider', 'narrower', 'any'] as const;

export const diff: CommandModule = {
  argument: {
    form: '[version...]',
    description: 'OLD and NEW: FILE, NAME@VERSION of AWS, git:REF or git:REF:PATH; standard input if `-`',
  },
  options: [
    {
      flags: '--type <type>',
      description: 'what kind of policy it is; told from its text if not given',
      choices: allTypes,
    },
    { flags: '--account <id>', description: 'the account that the policies are in' },
    {
      flags: '--fail-on <verdict>',
      description: 'status 1 where the new policy is wider, narrower, or any of the two',
      choices: thresholds,
    },
  ],
  get helpText() {
    return [
      'Examples:',
      command`iamx diff old.json new.json`,
      command`iamx diff --fail-on wider git:main policies/app.json`,
      command`iamx diff git:v1.0:policies/app.json git:main:policies/app.json`,
      '',
      'Status 0: the answer was found; 1: it is what --fail-on names, or cannot be told from it; 2: the question could not be read.',
    ];
  },
  run: (host, values, options) => compare(host, values, options),
};

async function compare(host: Host, values: readonly string[], options: Options): Promise<Answer> {
  installData(dataFiles);
  const [oldWord, newWord, ...others] = values;
  if (oldWord === undefined || newWord === undefined || others.length > 0) {
    const wrong =
      others.length > 0
        ? 'two versions of a policy are compared, no more'
        : 'two versions of a policy are compared';
    throw new IamxError('usage', wrong, {
      hint: ['Name the old one and the new one: ', command`iamx diff old.json new.json`],
    });
  }
  if (oldWord === '-' && newWord === '-') {
    throw new IamxError('usage', 'standard input can be read once', {
      hint: 'Name a file for one of the two.',
    });
  }
  const told = toldBy(options);
  const [old, next] = [await readVersion(host, oldWord), await readVersion(host, newWord)];
  const read = {
    old: await readPolicies(host, old, pathOf(next), told),
    next: await readPolicies(host, next, pathOf(old), told),
  };
  const compared = compareVersions(read.old, read.next, host.now());
  const [oldName, newName] = [read.old.name, read.next.name];
  return {
    kind: 'document',
    document: () => diffDocument(compared, oldName, newName),
    page: () => diffPage(compared, oldName, newName, options.verbose),
    exitStatus: fails(compared, options['failOn']) ? 1 : 0,
  };
}

/** Of the version that a commit without a path is compared with. */
function pathOf(version: Version): string | undefined {
  if (version.kind === 'file') return version.path;
  return version.kind === 'commit' ? version.path : undefined;
}

function toldBy(options: Options): Told {
  const type = allTypes.find((one) => one === options['type']);
  const account = options['account'];
  if (typeof account === 'string' && !/^\d{12}$/.test(account)) {
    throw new IamxError('usage', `--account: ${quoted(account)} is not an account`, {
      hint: 'It has 12 digits, as `111122223333`.',
    });
  }
  return {
    ...(type === undefined ? {} : { type }),
    ...(typeof account === 'string' ? { account } : {}),
  };
}

/** What could not be shown counts as what is not wanted. */
function fails({ newlyAllowed, newlyDenied, unproven, hasUnknown }: Compared, failOn: unknown): boolean {
  if (typeof failOn !== 'string') return false;
  if (hasUnknown) return true;
  const isWider = newlyAllowed.length + unproven.allowed.length > 0;
  const isNarrower = newlyDenied.length + unproven.denied.length > 0;
  return (failOn !== 'narrower' && isWider) || (failOn !== 'wider' && isNarrower);
}
