import { chainEnv, chainFiles } from '../src/commands/demo/chain.ts';
import { sampleFiles } from '../src/commands/demo/sample.ts';
import { memoryHost } from '../src/host/memory.ts';
import { main } from '../src/main.ts';

/** What the AWS CLI writes where an upload is refused. */
const refusedUpload =
  'upload failed: ./q1.csv to s3://acme-data/reports/q1.csv An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:iam::444455556666:user/ci is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::acme-data/reports/q1.csv" with an explicit deny in a resource-based policy\n';

const example = /```console\n(\$ (?:[^\n]*\\\n)*[^\n]*)\n[^`]*```/g;

/** The text with the true output under every `console` example, as it is on a pipe, in the sample's folder and the demo's shell. */
export async function withTrueOutput(text: string): Promise<string> {
  const parts: string[] = [];
  let from = 0;
  for (const found of text.matchAll(example)) {
    const command = found[1] ?? '';
    parts.push(text.slice(from, found.index), '```console\n', command, '\n', await outputOf(command), '```');
    from = found.index + found[0].length;
  }
  return [...parts, text.slice(from)].join('');
}

async function outputOf(command: string): Promise<string> {
  const typed = command
    .slice(2)
    .replaceAll('\\\n', ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  const assigned = typed.slice(
    0,
    typed.findIndex((word) => !word.includes('=')),
  );
  const [program, ...words] = typed.slice(assigned.length);
  if (program !== 'iamx') throw new Error(`the example does not run iamx: ${command}`);
  let text = '';
  const write = (piece: string) => Promise.resolve((text += piece) !== '');
  const variables = Object.fromEntries(
    assigned.map((word): [string, string] => {
      const at = word.indexOf('=');
      return [word.slice(0, at), word.slice(at + 1)];
    }),
  );
  const host = memoryHost({
    files: { ...sampleFiles, ...chainFiles },
    env: { LANG: 'C.UTF-8', ...chainEnv, ...variables },
    foreground: () => {
      text += refusedUpload;
      const written = [new TextEncoder().encode(refusedUpload)];
      return { kind: 'ended', status: 1, written, isCut: false };
    },
  });
  await main(words, host, { writeOut: write, writeErr: write });
  return text;
}
