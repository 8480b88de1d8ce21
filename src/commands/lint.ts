import packageFile from '../../package.json' with { type: 'json' };
import { writtenAnswer, type Answer, type WrittenAnswer } from '../core/answer.ts';
import { command } from '../core/command.ts';
import { IamxError } from '../core/error.ts';
import type { Diagnostic, Severity } from '../core/evaluation.ts';
import { FileError, type Host } from '../core/host.ts';
import { nearest } from '../core/nearest.ts';
import { dataFiles } from '../data/files.ts';
import { installData } from '../data/source.ts';
import { quoted } from '../formats/problem.ts';
import { catalogueDocument, explainPage, findRule, listPage, nearestCode } from '../lint/answer/catalogue.ts';
import { configDocument, configPage } from '../lint/answer/config.ts';
import type { LintDocument } from '../documents/policies.ts';
import { closedGates, toDocument } from '../lint/answer/document.ts';
import { github, gitlab, junit, markdown, rdjson } from '../lint/answer/formats/code-review.ts';
import { cutMessage, cutOf, sarif } from '../lint/answer/formats/sarif.ts';
import { findingsOf, type Findings } from '../lint/answer/formats/written.ts';
import { noticeOfGate } from '../lint/answer/gates.ts';
import { pageOf } from '../lint/answer/page.ts';
import { folderOf, nameFrom } from '../lint/file-name.ts';
import { categories, isAtLeast, severities } from '../lint/finding.ts';
import { knownTypes } from '../lint/resource-type.ts';
import { allRules } from '../lint/rules.ts';
import { baselineText, readBaseline } from '../lint/run/baseline.ts';
import { findConfig, type Config } from '../lint/run/config.ts';
import { lintFiles, type LintOptions, type Report } from '../lint/run/lint-files.ts';
import { allTypes, type Rule } from '../lint/rule.ts';
import { attachKinds } from '../lint/settings.ts';
import { renderJson } from '../output/json.ts';
import type { CommandModule, GlobalOptions } from './command.ts';

type Options = GlobalOptions & Readonly<Record<string, unknown>>;

type Format = (findings: Findings) => string;

export const formats: Readonly<Record<string, Format>> = {
  sarif: (findings) => sarif(findings, packageFile.version),
  github,
  gitlab,
  rdjson,
  junit,
  markdown,
};

export const lint: CommandModule = {
  argument: {
    form: '[file...]',
    description: 'policies, or folders that hold them; standard input if `-`',
  },
  options: [
    {
      flags: '--type <type>',
      description: 'what kind of policy it is; told from its text if not given',
      choices: allTypes,
    },
    {
      flags: '--resource-type <type>',
      description: 'what a resource policy is attached to, as `AWS::S3::Bucket`',
    },
    {
      flags: '--attach <kind>',
      description: 'what identity policies are for: a managed policy, or inline ones of',
      choices: attachKinds,
    },
    { flags: '--account <id>', description: 'the account that the policies are in' },
    {
      flags: '--together',
      description: 'the policies are all of one principal: find what they give together',
    },
    { flags: '--strict', description: 'the checks too that most would find too much' },
    { flags: '--public-ok', description: 'objects that everybody may read are a note, not an error' },
    { flags: '--ignore <code>', description: 'do not tell findings of this code', again: 'kept' },
    {
      flags: '--fail-on <severity>',
      description: 'status 1 at findings of this severity or a graver one',
      choices: severities,
      standard: 'error',
    },
    {
      flags: '--fail-on-category <name>',
      description: 'status 1 at findings of this category, of any severity',
      choices: categories,
      again: 'kept',
    },
    {
      flags: '--format <format>',
      description: 'how the findings are written',
      choices: ['text', 'json', ...Object.keys(formats)],
      standard: 'text',
    },
    { flags: '--baseline <file>', description: 'tell only what this file does not hold yet' },
    { flags: '--update-baseline', description: 'write what is found now into the file of --baseline' },
    { flags: '--diff-base <ref>', description: 'tell only what changed since this commit of git' },
    {
      flags: '--skip-others',
      description: 'count named files that hold no policy, as those of a folder',
    },
    { flags: '--fix', description: 'mend in the files what needs no thought' },
    { flags: '--dry-run', description: 'with --fix: print what would change as a diff, and write nothing' },
    { flags: '--check-config', description: 'read the configuration, and run the tests of its rules' },
    {
      flags: '--no-public',
      description: 'gate: nothing is open to callers who are not named',
    },
    {
      flags: '--not-granted <what>',
      description: 'gate: ACTION,…@ARN,… is not granted; actions or ARNs alone, repeatable',
      again: 'kept',
    },
    {
      flags: '--no-new-access <base>',
      description: 'gate: no more than FILE, NAME@VERSION of AWS or git:REF allows',
    },
    { flags: '--list', description: 'what is looked for' },
    { flags: '--explain <code>', description: 'one of these in full, with examples' },
  ],
  // Made when it is asked for: a command is taken apart into its words.
  get helpText() {
    return [
      'Examples:',
      command`iamx lint policy.json`,
      command`iamx lint --fail-on warning policies`,
      command`iamx lint --type scp guardrails.json`,
      command`iamx lint --no-public --not-granted iam:PassRole policies`,
      command`iamx lint --no-new-access git:main policies`,
      command`iamx lint --explain unknown-action`,
      command`iamx lint --fix --dry-run policies`,
      '',
      'Status 0: nothing at or above --fail-on, and each gate answers yes; 1: something; 2: the question could not be read.',
    ];
  },
  run: (host, values, options) => lintOrExplain(host, values, options),
};

async function lintOrExplain(
  host: Host,
  values: readonly string[],
  options: Options,
): Promise<Answer | WrittenAnswer> {
  installData(dataFiles);
  const config = await findConfig(host);
  const own = config?.own.map(({ rule }) => rule) ?? [];
  const explained = options['explain'];
  if (options['list'] === true) return list([...allRules(), ...own]);
  if (typeof explained === 'string') return explain(explained, own);
  if (options['checkConfig'] === true) return checkOf(config);
  if (values.length === 0) {
    throw new IamxError('usage', 'no policy was given', {
      hint: ['Name a file or a folder: ', command`iamx lint policy.json`],
    });
  }
  const baseline = textOf(options['baseline']);
  const isUpdate = options['updateBaseline'] === true;
  if (isUpdate && baseline === undefined) {
    throw new IamxError('usage', '--update-baseline writes the file of --baseline, which was not given', {
      hint: command`iamx lint --baseline baseline.json --update-baseline policies`,
    });
  }
  checkFixOptions(options);
  const ref = textOf(options['diffBase']);
  if (ref !== undefined && isUpdate) {
    throw new IamxError(
      'usage',
      '--update-baseline needs all findings, and --diff-base looks at some files',
      {
        hint: command`iamx lint --baseline baseline.json --update-baseline policies`,
      },
    );
  }
  const asked: LintOptions = {
    ...lintOptions(options, own),
    ...(config === undefined ? {} : { config }),
    ...(ref === undefined ? {} : { since: await since(host, ref, values) }),
    ...(baseline === undefined || isUpdate
      ? {}
      : {
          baseline: {
            entries: await readBaseline(host, baseline),
            nameOf: namesFor(host, baseline),
            folder: folderOf(baseline),
          },
        }),
  };
  const gates = isAnyGate(options)
    ? await (
        await import('./lint/ask-gates.ts')
      ).openGates(host, {
        isPublicAsked: options['public'] === false,
        notGranted: textsOf(options['notGranted']),
        base: textOf(options['newAccess']),
      })
    : undefined;
  const mended = options['fix'] === true ? await fix(host, values, asked, options) : undefined;
  const found = await lintFiles(host, values, {
    ...asked,
    ...(gates === undefined ? {} : { onFile: gates.onFile }),
  });
  const seen: Report = {
    ...found,
    diagnostics: [...(mended?.notes ?? []), ...found.diagnostics],
    ...(gates === undefined ? {} : { gates: await gates.answers() }),
  };
  const mayBeNothing = ref !== undefined || options['skipOthers'] === true;
  if (seen.policies + seen.resources + seen.findings.length === 0 && !mayBeNothing) {
    throw new IamxError('usage', 'there is no policy in what was given', {
      hint: 'Name the files that hold policies.',
    });
  }
  const report: Report =
    isUpdate && baseline !== undefined
      ? { ...seen, diagnostics: [...seen.diagnostics, await writeBaseline(host, baseline, seen)] }
      : seen;
  const exitStatus = !isUpdate && fails(report, options) ? 1 : 0;
  if (mended !== undefined && options['dryRun'] === true)
    return writtenAnswer(mended.diff, (lines) => lines.join(''), { notices: report.diagnostics, exitStatus });
  const format = formats[textOf(options['format']) ?? ''];
  if (format !== undefined && !options.json)
    return writtenAnswer(findingsOf(report), format, {
      notices: noticesOf(report, options),
      exitStatus,
      isForRunner: format === github,
    });
  const document = (): LintDocument => toDocument(report);
  if (options['format'] === 'json' && !options.json)
    return writtenAnswer(document(), renderJson, { notices: [], exitStatus });
  return { kind: 'document', document, page: () => pageOf(report, options.verbose), exitStatus };
}

function isAnyGate(options: Options): boolean {
  const { public: isPublicAllowed, notGranted, newAccess } = options;
  return isPublicAllowed === false || notGranted !== undefined || typeof newAccess === 'string';
}

function checkFixOptions(options: Options): void {
  if (options['dryRun'] !== true) return;
  if (options['fix'] !== true) {
    throw new IamxError('usage', '--dry-run shows what --fix would write, and --fix was not given', {
      hint: command`iamx lint --fix --dry-run policies`,
    });
  }
  if (!options.json && options['format'] === 'text') return;
  throw new IamxError('usage', '--dry-run prints a diff, which has no other format', {
    hint: command`iamx lint --fix --dry-run policies`,
  });
}

/** Loaded when it is wanted: a run that changes nothing must not wait for it. */
async function fix(host: Host, paths: readonly string[], asked: LintOptions, options: Options) {
  const { fixFiles } = await import('../lint/run/fix/fix-files.ts');
  return fixFiles(host, paths, asked, options['dryRun'] === true);
}

/** What asks git is loaded when it is wanted. */
async function since(host: Host, ref: string, paths: readonly string[]) {
  const { sinceCommit } = await import('../lint/run/since.ts');
  return sinceCommit(host, ref, paths);
}

function noticesOf(report: Report, options: Options): readonly Diagnostic[] {
  const cut = options['format'] === 'sarif' ? cutOf(report) : 0;
  const told = [...closedGates(report).map(noticeOfGate), ...report.diagnostics];
  if (cut === 0) return told;
  return [...told, { code: 'lint/cut', severity: 'warning', message: cutMessage(cut) }];
}

/** Writes what was found; says so. */
async function writeBaseline(host: Host, path: string, { findings, sources }: Report): Promise<Diagnostic> {
  try {
    await host.writeFile(path, baselineText(findings, sources, namesFor(host, path)));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new IamxError('file-unwritable', `cannot write ${quoted(path)}: ${error.code}`, {
      hint: 'Give --baseline a file in a folder that you may write to.',
      cause: error,
    });
  }
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  return {
    code: 'lint/baseline-written',
    severity: 'info',
    message: `${quoted(path)} holds ${count} now: with --baseline alone only others are told`,
  };
}

/** Files are known to a baseline from its own folder, wherever lint runs. */
function namesFor(host: Host, baseline: string): (file: string) => string {
  return (file) => nameFrom(folderOf(baseline), host.cwd, file);
}

function list(of: readonly Rule[]): Answer {
  return {
    kind: 'document',
    document: () => catalogueDocument(of),
    page: () => listPage(of),
    exitStatus: 0,
  };
}

/** The configuration was read, so it is in order but for what its rules find. */
async function checkOf(config: Config | undefined): Promise<Answer> {
  if (config === undefined) {
    throw new IamxError('usage', 'there is no configuration here nor in a folder above', {
      hint: 'Write `iamx.config.json` or `iamx.config.yaml`: see docs/ci.md.',
    });
  }
  const { checkConfig } = await import('../lint/run/check-config.ts');
  const check = checkConfig(config);
  return {
    kind: 'document',
    document: () => configDocument(config, check),
    page: () => configPage(config, check),
    exitStatus: check.problems.some(({ severity }) => severity === 'error') ? 1 : 0,
  };
}

function explain(code: string, own: readonly Rule[]): Answer {
  const rule = findRule(code, own);
  if (rule === undefined) throw unknownCode('--explain', code, own);
  return {
    kind: 'document',
    document: () => catalogueDocument([rule]),
    page: () => explainPage(rule),
    exitStatus: 0,
  };
}

function unknownCode(option: string, code: string, own: readonly Rule[]): IamxError {
  const near = nearestCode(code, own);
  return new IamxError('usage', `${option}: ${quoted(code)} is not a code`, {
    hint: near === undefined ? ['See all of them: ', command`iamx lint --list`] : `Did you mean \`${near}\`?`,
  });
}

function lintOptions(options: Options, own: readonly Rule[]): LintOptions {
  const ignore = textsOf(options['ignore']);
  for (const code of ignore) if (findRule(code, own)?.id !== code) throw unknownCode('--ignore', code, own);
  const type = allTypes.find((one) => one === options['type']);
  const attach = attachKinds.find((one) => one === options['attach']);
  const account = textOf(options['account']);
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw new IamxError('usage', `--account: ${quoted(account)} is not an account`, {
      hint: 'It has 12 digits, as `111122223333`.',
    });
  }
  const resourceType = textOf(options['resourceType']);
  if (resourceType !== undefined && !/^AWS::\w+::\w+$/.test(resourceType)) {
    throw new IamxError('usage', `--resource-type: ${quoted(resourceType)} is not a type of resource`, {
      hint: 'Write it as CloudFormation does, as `AWS::S3::Bucket`.',
    });
  }
  // Of a type that is not known no rule of its own is missed; one that is nearly known is a slip.
  const near = resourceType === undefined ? undefined : nearest(resourceType, knownTypes);
  if (resourceType !== undefined && near !== undefined && near !== resourceType) {
    throw new IamxError('usage', `--resource-type: there is no type ${quoted(resourceType)}`, {
      hint: `Did you mean \`${near}\`?`,
    });
  }
  return {
    ignore,
    isStrict: options['strict'] === true,
    isPublicOk: options['publicOk'] === true,
    ...(attach === undefined ? {} : { attach }),
    together: options['together'] === true,
    skipsOthers: options['skipOthers'] === true,
    ...(type === undefined ? {} : { type }),
    ...(account === undefined ? {} : { account }),
    ...(resourceType === undefined ? {} : { resourceType }),
  };
}

function fails(report: Report, options: Options): boolean {
  const { findings } = report;
  const threshold = severities.find((one) => one === options['failOn']) ?? ('error' satisfies Severity);
  const grave = textsOf(options['failOnCategory']);
  return (
    closedGates(report).length > 0 ||
    findings.some(({ severity, category }) => isAtLeast(severity, threshold) || grave.includes(category))
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.filter((one) => typeof one === 'string')
    : typeof value === 'string'
      ? [value]
      : [];
}
