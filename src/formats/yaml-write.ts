/** What a saved scenario is made of; fields without a value are left out. */
export type Plain = string | boolean | undefined | readonly Plain[] | { readonly [key: string]: Plain };

/** The value as YAML: maps and lists in block style, texts quoted where plain ones would mean something else. */
export function toYaml(value: Plain): string {
  return `${linesOf(value).join('\n')}\n`;
}

function linesOf(value: Plain): readonly string[] {
  if (isList(value)) return value.flatMap((item) => nested('- ', linesOf(item)));
  if (typeof value !== 'object') return [scalar(value)];
  return Object.entries(value).flatMap(([key, item]) => {
    if (item === undefined || isEmpty(item)) return [];
    if (typeof item !== 'object') return [`${scalar(key)}: ${scalar(item)}`];
    return [`${scalar(key)}:`, ...linesOf(item).map((line) => `  ${line}`)];
  });
}

function nested(mark: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [`${mark}[]`] : lines.map((line, index) => (index === 0 ? mark : '  ') + line);
}

function isEmpty(value: Plain): boolean {
  return (
    typeof value === 'object' && !isList(value) && Object.values(value).every((item) => item === undefined)
  );
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

/** A JSON text is a quoted YAML text. */
function scalar(value: string | boolean | undefined): string {
  if (typeof value !== 'string') return String(value);
  const isPlain =
    /^[A-Za-z/][\w./@=+*-]*(:+[\w./@=+*-]+)*( [\w./@=+*-]+)*$/.test(value) &&
    !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}
