/** What a saved scenario is made of; fields without a value are left out. */
export type Plain = string | boolean | undefined | readonly Plain[] | { readonly [key: string]: Plain };

/** The value as YAML: maps and lists in block style, texts quoted where plain ones would mean something else. */
export function toYaml(value: Plain): string {
  return `${linesOf(value).join('\n')}\n`;
}

function linesOf(value: Plain): readonly string[] {
  if (typeof value !== 'object') return [scalar(value)];
  if (isEmpty(value)) return [emptyText(value)];
  if (isList(value)) return value.flatMap((item) => nested('- ', linesOf(item)));
  return Object.entries(value).flatMap(([key, item]) => {
    if (item === undefined || saysNothing(item)) return [];
    if (typeof item !== 'object') return [`${scalar(key)}: ${scalar(item)}`];
    if (isEmpty(item)) return [`${scalar(key)}: ${emptyText(item)}`];
    return [`${scalar(key)}:`, ...linesOf(item).map((line) => `  ${line}`)];
  });
}

function nested(mark: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => (index === 0 ? mark : '  ') + line);
}

type Whole = Extract<Plain, object>;

/** A map whose fields have no value. */
function saysNothing(value: Plain): boolean {
  return (
    typeof value === 'object' &&
    !isList(value) &&
    !isEmpty(value) &&
    Object.values(value).every((item) => item === undefined)
  );
}

function isEmpty(value: Whole): boolean {
  return (isList(value) ? value : Object.keys(value)).length === 0;
}

/** A key with nothing behind it would be `null`. */
function emptyText(value: Whole): string {
  return isList(value) ? '[]' : '{}';
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
