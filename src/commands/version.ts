import packageFile from '../../package.json' with { type: 'json' };
import type { Answer } from '../core/answer.ts';
import type { VersionDocument } from '../documents/program.ts';
import type { Field } from '../core/page.ts';
import type { DataVersion, DataVersions } from '../data/versions.ts';

const facts: { readonly version: string; readonly bugs?: { readonly url: string } } = packageFile;

/** Where to report a mistake of the program, if the package says. */
export const issuesPage: string | undefined = facts.bugs?.url;

/** `iamx --version`; with `--verbose` also what it runs on and how old its data is. */
export async function version(nodeVersion: string, verbose: boolean): Promise<Answer> {
  const data = verbose ? await readVersions() : undefined;
  return {
    kind: 'document',
    document: (): VersionDocument => ({
      schema: 'iamx.version/1',
      verdict: 'known',
      summary: `iamx ${facts.version} on Node ${nodeVersion}`,
      version: facts.version,
      node: nodeVersion,
      ...(data === undefined ? {} : { data }),
      steps: [],
      diagnostics: [],
    }),
    page: () => [
      { kind: 'text', text: facts.version },
      ...(data === undefined ? [] : [{ kind: 'fields', rows: rowsOf(nodeVersion, data) } as const]),
    ],
    exitStatus: 0,
  };
}

async function readVersions(): Promise<DataVersions> {
  const { dataFiles } = await import('../data/files.ts');
  const { installData } = await import('../data/source.ts');
  installData(dataFiles);
  return (await import('../data/versions.ts')).dataVersions();
}

function rowsOf(nodeVersion: string, { iam, managed }: DataVersions): readonly Field[] {
  return [
    { name: 'node', value: nodeVersion },
    { name: 'IAM data', value: `of ${iam.date}`, note: describeData(iam) },
    { name: 'managed policies', value: `of ${managed.date}`, note: describeData(managed) },
  ];
}

function describeData({ source, version: of, counts }: DataVersion): string {
  const numbers = Object.entries(counts).map(([what, count]) => `${count} ${inWords(what)}`);
  return [...numbers, `from ${source} ${of}`].join(', ');
}

/** `resourceTypes` as `resource types`. */
function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
