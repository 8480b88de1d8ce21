import { xmlText } from '../../../output/reports.ts';
import type { CoverageDocument, CoveredFile, Share } from '../../../documents/test.ts';
import { percentOf } from '../../run/coverage.ts';

/**
 * One file that shows what the tests decide by. It loads nothing and runs nothing: the policy of its content allows styles
 * alone.
 */
export function html(coverage: CoverageDocument): string {
  const { statements, elements, keys, files } = coverage;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>iamx test: coverage</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1b1f24; background: #fff; }
table { border-collapse: collapse; width: 100%; margin: 0 0 2rem; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #d0d7de; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
tr.untested td:first-child::before { content: "✗ "; color: #b42318; }
tr.tested td:first-child::before { content: "✓ "; color: #1a7f37; }
td.element { padding-left: 2rem; }
@media (prefers-color-scheme: dark) { body { color: #e6edf3; background: #0d1117; } th, td { border-color: #30363d; } }
</style>
</head>
<body>
<h1>What the tests decide by</h1>
<table>
<tr><th>Of the policies</th><th class="number">decided</th><th class="number">of</th><th class="number">%</th></tr>
${shareRow('statements', statements)}
${shareRow('elements that can keep a statement from matching', elements)}
${shareRow('condition keys', keys)}
</table>
${files.map(fileTable).join('\n')}
</body>
</html>
`;
}

function shareRow(name: string, share: Share): string {
  return `<tr><td>${name}</td><td class="number">${share.decided}</td><td class="number">${share.total}</td><td class="number">${percentOf(share)}</td></tr>`;
}

function fileTable({ file, statements }: CoveredFile): string {
  const rows = statements.flatMap(({ name, span, decided, elements }) => [
    htmlRow(name, span.line, decided, ''),
    ...elements.map((element) =>
      htmlRow(element.name, element.span.line, element.decided, ' class="element"'),
    ),
  ]);
  return `<h2>${xmlText(file)}</h2>
<table>
<tr><th>Statement</th><th class="number">line</th><th class="number">tests</th></tr>
${rows.join('\n')}
</table>`;
}

function htmlRow(name: string, line: number, decided: number, attributes: string): string {
  return `<tr class="${decided > 0 ? 'tested' : 'untested'}"><td${attributes}>${xmlText(name)}</td><td class="number">${line}</td><td class="number">${decided}</td></tr>`;
}
