import { source } from '../core/source.ts';
import { pythonDialect } from './ini-dialects.ts';
import { parseIni } from './ini.ts';

/**
 * A section as it should stand in one of the shared files, each line without its end. The `ini` package quotes
 * and escapes some values; the AWS SDKs would take the quotes as a part of them, so such lines are written plainly.
 */
export async function writeSnippet(
  header: string,
  settings: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  // Bundled, a CommonJS package has its default export only.
  const { default: ini } = await import('ini');
  const written = ini.stringify(settings, { section: header, whitespace: true, platform: 'linux' });
  const lines = written.split('\n').filter((line) => line !== '');
  if (readsBack(written, header, settings)) return lines;
  return [`[${header}]`, ...Object.entries(settings).map(([key, value]) => `${key} = ${value}`)];
}

function readsBack(text: string, header: string, settings: Readonly<Record<string, string>>): boolean {
  const { sections, error } = parseIni(source('snippet', text), pythonDialect);
  const [section] = sections;
  const names = Object.keys(settings);
  return (
    error === undefined &&
    section?.header === header &&
    section.entries.size === names.length &&
    names.every((name) => section.entries.get(name.toLowerCase())?.value === settings[name])
  );
}
