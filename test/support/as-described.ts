import { problemsWith, problemsWithDocument } from './json-schema.ts';

/** Lines of a long stream that are looked at: the others are of the same kinds. */
const mostLines = 300;

/** What a run wrote that the schemas of the package do not describe; nothing where all is as they say. */
export function notAsDescribed(
  words: readonly string[],
  { out, err }: { readonly out: string; readonly err: string },
): readonly string[] {
  const lines = words.includes('--jsonl') ? out.split('\n').slice(0, mostLines) : [];
  const name = `${words.find((word) => word === 'simulate' || word === 'decode') ?? ''}-line`;
  const document = words.includes('--jsonl') ? undefined : parsed(out);
  return [
    ...lines.filter((line) => line !== '').flatMap((line) => problemsWith(name, JSON.parse(line))),
    ...(isOurs(document) ? problemsWithDocument(document) : []),
    ...demonstrated(document),
    ...err.split('\n').flatMap((line) => {
      const error = line.startsWith('{') ? parsed(line) : undefined;
      return isOurs(error) ? problemsWithDocument(error) : [];
    }),
  ];
}

/** The answers inside of a demonstration, each by its own schema. */
function demonstrated(document: unknown): readonly string[] {
  const { schema, demonstrations = [] } = (document ?? {}) as {
    readonly schema?: unknown;
    readonly demonstrations?: readonly { readonly answer?: unknown }[];
  };
  if (schema !== 'iamx.demo/1') return [];
  return demonstrations.flatMap(({ answer }) => (answer === undefined ? [] : problemsWithDocument(answer)));
}

function parsed(text: string): unknown {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Other formats are JSON too: SARIF, reports of build servers. */
function isOurs(value: unknown): boolean {
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  return typeof schema === 'string' && schema.startsWith('iamx.');
}
