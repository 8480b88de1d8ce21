import { sha256 } from '../core/digest.ts';
import type { Source } from '../core/source.ts';
import { hideSecrets } from '../output/secret.ts';
import { isSecretName } from '../output/secret-names.ts';
import type { Finding } from './finding.ts';

/**
 * What a finding is about, whatever line it stands on: the code, the policy, the statement's name and the text of the
 * place. Equal ones of one run are numbered in the order of the file.
 */
export function fingerprintsOf(
  findings: readonly Finding[],
  sources: ReadonlyMap<string, Source>,
  nameOf: (file: string) => string,
): ReadonlyMap<Finding, string> {
  const seen = new Map<string, number>();
  return new Map(
    findings.map((finding) => {
      const { code, span, policy = '', sid = '', path } = finding;
      const about = [
        code,
        nameOf(span.file),
        policy,
        sid,
        sid === '' ? keysOf(path) : '',
        textOf(finding, sources.get(span.file)),
      ];
      // What is short can be guessed until its digest fits.
      const key = about.map(hideSecrets).join('\0');
      const count = seen.get(key) ?? 0;
      seen.set(key, count + 1);
      return [finding, sha256(`${key}\0${count}`).slice(0, 32)];
    }),
  );
}

/** The names on the way, without numbers: a statement before this one changes nothing. */
function keysOf(path: Finding['path']): string {
  return path.filter((step) => typeof step === 'string').join('.');
}

function textOf({ span, path }: Finding, source: Source | undefined): string {
  if (source === undefined || path.some((step) => typeof step === 'string' && isSecretName(step))) return '';
  const starts = source.lineStarts();
  const offset = (line: number, column: number) => (starts[line - 1] ?? 0) + column - 1;
  const text = source.text.slice(offset(span.line, span.column), offset(span.endLine, span.endColumn));
  // A place that is a whole statement changes with every word in it.
  return text === '{' ? '' : text;
}
