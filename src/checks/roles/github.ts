import { compileGlob } from '../../core/glob.ts';
import type { Diagnostic } from '../../core/evaluation.ts';

export const githubHost = 'token.actions.githubusercontent.com';

/** A value that a trust policy wants of the subject, and whether `*` stands for anything in it. */
export interface WantedSubject {
  readonly text: string;
  readonly isPattern: boolean;
}

interface Subject {
  readonly owner: string;
  readonly repository: string;
  /** `ref:refs/heads/main`, `environment:prod`, `pull_request` */
  readonly rest: string;
}

/** https://docs.github.com/actions/reference/security/oidc: the name alone, or since July 2026 with an id behind it. */
const subjectForm = /^repo:([^/:]+)\/([^:]+):(.+)$/s;

function parseSubject(text: string): Subject | undefined {
  const [, owner, repository, rest] = subjectForm.exec(text) ?? [];
  if (owner === undefined || repository === undefined || rest === undefined) return undefined;
  return { owner, repository, rest };
}

const withoutIds = (text: string) => text.replace(/@\d+(?=[/:])/g, '');

/** Why a subject of GitHub Actions is not what the trust policy wants, where it is nearly so; the nearest first. */
export function nearMisses(
  subject: string,
  wanted: readonly WantedSubject[],
  hasEnvironment: string | undefined,
): readonly Diagnostic[] {
  // What refuses the token is then something else.
  if (
    wanted.some(({ text, isPattern }) => (isPattern ? compileGlob(text).matches(subject) : text === subject))
  )
    return [];
  const found = wanted.flatMap((one) => nearMiss(subject, one, hasEnvironment) ?? []);
  return found.slice(0, 3);
}

function miss(code: string, message: string, hint: string): Diagnostic {
  return { code: `check/github-${code}`, severity: 'warning', message, hint };
}

function nearMiss(
  subject: string,
  { text, isPattern }: WantedSubject,
  environment: string | undefined,
): Diagnostic | undefined {
  const matches = (pattern: string, actual: string) => compileGlob(pattern).matches(actual);
  if (!isPattern && /[*?]/.test(text) && matches(text, subject))
    return miss(
      'literal-star',
      `\`${text}\` is compared as it stands: StringEquals takes * literally`,
      'Write StringLike in place of StringEquals.',
    );
  const same = (left: string, right: string) => (isPattern ? matches(left, right) : left === right);
  if (same(text.toLowerCase(), subject.toLowerCase()))
    return miss(
      'case',
      `\`${text}\` differs from the subject of the token in its letter case alone`,
      `The token says \`${subject}\`: write it so.`,
    );
  if (subject !== withoutIds(subject) && same(text, withoutIds(subject)))
    return miss(
      'ids',
      `\`${text}\` has names alone, and this repository sends their ids too`,
      `Add \`${subject}\` as another value: repositories that were made since July 2026 send ids.`,
    );
  if (text !== withoutIds(text) && same(withoutIds(text), subject))
    return miss(
      'ids',
      `\`${text}\` has ids, and this repository sends names alone`,
      `Add \`${subject}\` as another value.`,
    );
  if (!text.startsWith('repo:') && same(`repo:${text}`, subject))
    return miss(
      'prefix',
      `\`${text}\` lacks what every subject of GitHub begins with`,
      `Write \`repo:${text}\`.`,
    );
  return parts(subject, text, same, environment);
}

function parts(
  subject: string,
  text: string,
  same: (left: string, right: string) => boolean,
  environment: string | undefined,
): Diagnostic | undefined {
  const sent = parseSubject(subject);
  const want = parseSubject(text.startsWith('repo:') ? text : `repo:${text}`);
  if (sent === undefined || want === undefined) return undefined;
  const isSameRepository = same(`${want.owner}/${want.repository}`, `${sent.owner}/${sent.repository}`);
  const isNearly = same(
    nearlySame(`${want.owner}/${want.repository}`),
    nearlySame(`${sent.owner}/${sent.repository}`),
  );
  if (isNearly && (!isSameRepository || !text.startsWith('repo:')))
    return miss(
      'several',
      `\`${text}\` differs from \`${subject}\` in more than one part: ${differences(text, want, sent).join(', ')}`,
      `Write \`${subject}\`, or add it as another value.`,
    );
  if (!isSameRepository) {
    if (!same(want.rest, sent.rest)) return undefined;
    return miss(
      'repository',
      `\`${text}\` is of ${want.owner}/${want.repository}, the token of ${sent.owner}/${sent.repository}`,
      `To let it in: \`repo:${sent.owner}/${sent.repository}:${want.rest}\`.`,
    );
  }
  const write = `Write \`${subject}\`, or add it as another value.`;
  if (sent.rest.startsWith('environment:') && !want.rest.startsWith('environment:'))
    return miss(
      'environment',
      `the job has an environment: its subject says \`${sent.rest}\` in the place of the branch`,
      write,
    );
  if (want.rest.startsWith('environment:') && !sent.rest.startsWith('environment:'))
    return miss(
      'environment',
      `\`${text}\` wants an environment, and the job ${environment === undefined ? 'names none' : 'has another'}`,
      `Give the job \`environment: ${want.rest.slice('environment:'.length)}\`.`,
    );
  if (sent.rest === 'pull_request')
    return miss('pull-request', 'the workflow runs for a pull request: its subject names no branch', write);
  const branch = /^ref:refs\/(?:heads|tags)\/(.+)$/.exec(sent.rest)?.[1];
  const loose = want.rest.replace(/^(?:ref:)?(?:refs\/)?(?:heads\/|tags\/)?/, '');
  if (branch !== undefined && same(loose, branch) && !/^ref:refs\/(?:heads|tags)\//.test(want.rest))
    return miss('ref', `\`${text}\` names the branch in another form than the token`, write);
  return miss('ref', `\`${text}\` wants \`${want.rest}\`, the token says \`${sent.rest}\``, write);
}

/** Letter case and ids set aside, those too that a star stands for. */
function nearlySame(repository: string): string {
  return repository.replace(/@(?:\d+|\*)(?=\/|$)/g, '').toLowerCase();
}

function differences(text: string, want: Subject, sent: Subject): readonly string[] {
  const [wanted, actual] = [want, sent].map(({ owner, repository }) => `${owner}/${repository}`);
  const hasIds = (name = '') => /@(?:\d+|\*)(?=\/|$)/.test(name);
  const caseOf = (name = '') => name.replace(/@(?:\d+|\*)(?=\/|$)/g, '');
  return [
    ...(text.startsWith('repo:') ? [] : ['it lacks `repo:`']),
    ...(hasIds(wanted) === hasIds(actual) ? [] : [hasIds(actual) ? 'the token sends ids' : 'it has ids']),
    ...(caseOf(wanted) === caseOf(actual) ? [] : ['the letter case']),
    ...(want.rest === sent.rest ? [] : [`it wants \`${want.rest}\`, the token says \`${sent.rest}\``]),
  ];
}

/** What a trust policy lets in beside whom it means. */
export function tooWide(wanted: readonly WantedSubject[]): readonly Diagnostic[] {
  if (wanted.length === 0)
    return [
      miss(
        'anyone',
        'no condition is on the subject: every repository of GitHub, of whomever, can assume the role',
        `Add a condition on \`${githubHost}:sub\`, as \`repo:OWNER/REPOSITORY:ref:refs/heads/main\`.`,
      ),
    ];
  return wanted
    .filter(({ isPattern }) => isPattern)
    .flatMap(({ text }): readonly Diagnostic[] => {
      const owner = /^repo:([^/]*)\//.exec(text)?.[1];
      if (owner === undefined || /[*?]/.test(owner))
        return [
          miss(
            'strangers',
            `\`${text}\` lets repositories of strangers in`,
            'Write the owner in full, and a slash.',
          ),
        ];
      const repository = /^repo:[^/]*\/([^:]*)/.exec(text)?.[1] ?? '';
      if (!/[*?]/.test(repository)) return [];
      return [
        miss(
          'every-repository',
          `\`${text}\` lets ${repository === '*' ? 'every repository' : 'repositories of similar names'} of ${owner} in`,
          'Name the repository.',
        ),
      ];
    })
    .slice(0, 2);
}
