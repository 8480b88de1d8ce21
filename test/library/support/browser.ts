import { build } from 'esbuild';
import { createContext, runInContext } from 'node:vm';

/** What a page has and a bare context of V8 has not. */
const ofBrowsers = { TextDecoder, TextEncoder };

/** Runs the code of a page, in which `iamx` is the library for browsers, in a world without Node. */
export type Page = (code: string, values?: Readonly<Record<string, unknown>>) => unknown;

/** A page that has bundled the library out of the `node_modules` of a folder. */
export async function openPage(folder: string): Promise<Page> {
  const { outputFiles } = await build({
    stdin: { contents: "export * from 'iamx/browser';", resolveDir: folder },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'iamx',
    write: false,
    logLevel: 'error',
  });
  const context = createContext({ ...ofBrowsers });
  runInContext(outputFiles[0]?.text ?? '', context);
  return (code, values = {}) => {
    Object.assign(context, values);
    return runInContext(code, context) as unknown;
  };
}
