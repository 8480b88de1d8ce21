import type { Diagnostic } from '../../core/evaluation.ts';
import { spanOf, type Source } from '../../core/source.ts';
import { quoted } from '../../formats/problem.ts';
import type { Finding } from '../finding.ts';
import { fitsFile, type Config, type Ignore } from './config.ts';

export interface SetAside {
  readonly kept: readonly Finding[];
  readonly ignored: number;
  /** Entries that set nothing aside, or no longer may: under `ignore/`. */
  readonly problems: readonly Diagnostic[];
}

/** Takes out what the command line, the configuration and the comments beside the text set aside. */
export function setAside(
  findings: readonly Finding[],
  codes: readonly string[],
  config: Config | undefined,
  sources: ReadonlyMap<string, Source>,
  now: number,
): SetAside {
  const today = new Date(now).toISOString().slice(0, 10);
  const used = new Set<Ignore>();
  const entries = config?.ignore.filter(({ until }) => until === undefined || until >= today) ?? [];
  const comments = new Map([...sources].map(([file, source]) => [file, commentsIn(source)]));
  const isSetAside = (finding: Finding): boolean => {
    const entry = entries.find((one) => isMeant(one, finding));
    if (entry !== undefined) used.add(entry);
    return (
      entry !== undefined ||
      codes.includes(finding.code) ||
      comments.get(finding.span.file)?.get(finding.span.line)?.has(finding.code) === true
    );
  };
  const kept = findings.filter((finding) => !isSetAside(finding));
  return { kept, ignored: findings.length - kept.length, problems: problemsOf(config, used, today) };
}

function isMeant({ code, file, sid }: Ignore, finding: Finding): boolean {
  return (
    code === finding.code &&
    (file === undefined || fitsFile(file, finding.span.file)) &&
    (sid === undefined || sid === finding.sid)
  );
}

function problemsOf(
  config: Config | undefined,
  used: ReadonlySet<Ignore>,
  today: string,
): readonly Diagnostic[] {
  if (config === undefined) return [];
  return config.ignore.flatMap((entry): readonly Diagnostic[] => {
    const span = spanOf(config.source, { start: entry.at.start, end: entry.at.start + 1 });
    if (entry.until !== undefined && entry.until < today)
      return [
        { code: 'ignore/expired', severity: 'warning', message: `this ignore ended on ${entry.until}`, span },
      ];
    if (used.has(entry)) return [];
    return [
      {
        code: 'ignore/unused',
        severity: 'info',
        message: `nothing is set aside by this entry for ${quoted(entry.code)}`,
        span,
      },
    ];
  });
}

/** `# iamx-ignore CODE: reason` of YAML and HCL: the codes by the line below the comment. */
function commentsIn({ text, file }: Source): ReadonlyMap<number, ReadonlySet<string>> {
  const found = new Map<number, ReadonlySet<string>>();
  if (!/\.(?:ya?ml|tf)$/i.test(file) || !text.includes('iamx-ignore')) return found;
  let pending = new Set<string>();
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const [, code] = /^[ \t]*(?:#|\/\/)[ \t]*iamx-ignore[ \t]+([a-z0-9-]+)[ \t]*:[ \t]*\S/.exec(line) ?? [];
    if (code !== undefined) pending.add(code);
    else if (pending.size > 0) {
      found.set(index + 1, pending);
      pending = new Set();
    }
  }
  return found;
}
