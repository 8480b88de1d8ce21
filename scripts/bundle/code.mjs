/** What all passes of the build share: how sources become the text that V8 is given. */
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const options = {
  absWorkingDir: root,
  platform: 'node',
  target: 'node20',
  // V8 takes half the memory, and less time, for a text without characters beyond Latin-1.
  charset: 'ascii',
  legalComments: 'none',
  write: false,
  metafile: true,
  // `import()` becomes a promise of a call that loads at once.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.dirname': '__dirname', 'import.meta.url': '__fileUrl' },
};

/** package.json without what the program does not use. */
export const packageFacts = {
  name: 'package-facts',
  setup(setup) {
    setup.onLoad({ filter: /[\\/]package\.json$/ }, async ({ path }) => {
      if (path !== join(root, 'package.json')) return undefined;
      const { version, bugs } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version, bugs }), loader: 'json' };
    });
  },
};

/** The path of a source as the build names it: from the root, with slashes. */
export function nameOf(path) {
  return relative(root, path).split(sep).join('/');
}

/**
 * Leaves imports of our modules out where `isInside` says so; `ids` has their numbers. They are linked when the program
 * runs. What is imported by `import()` is always linked.
 */
export function linkOthers(ids, isInside) {
  return {
    name: 'link-others',
    setup(setup) {
      setup.onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir, kind }) => {
        const id = ids.get(nameOf(join(resolveDir, path)));
        if (id === undefined || kind === 'entry-point') return undefined;
        if (kind !== 'dynamic-import' && isInside(id)) return undefined;
        return { path: `iamx_${id}_module`, external: true };
      });
    },
  };
}

/** Packages are in files of their own: an `import()` of one is linked by the name of its file. */
export const linkPackages = {
  name: 'link-packages',
  setup(setup) {
    setup.onResolve({ filter: /^[^.]/ }, ({ path, kind }) => {
      if (kind === 'entry-point' || path.startsWith('node:')) return undefined;
      return { path: `iamx_package_${path}`, external: true };
    });
  },
};

/** The file that an `import()` of the package loads. */
export function packageFile(name) {
  return `packages/${name.replace(/\W+/g, '-')}.cjs`;
}

const linkedImport = /^var (\w+) = require\("iamx_(\d+)_module"\);$/gm;

/**
 * CommonJS in which a linked module is made when something of it is first used: the variable that held its exports
 * becomes a function that asks for them.
 */
function linked(code) {
  const names = [...code.matchAll(linkedImport)].map(([, name]) => name);
  let late = code.replace(linkedImport, 'var $1_made; var $1_link = () => $1_made ??= link($2);');
  if (names.length > 0) {
    const name = `(${names.join('|')})`;
    late = late
      // `new f().X()` would make one of `f`.
      .replace(new RegExp(`\\bnew ${name}\\.([\\w.]+)`, 'g'), 'new ($1_link().$2)')
      .replace(new RegExp(`(?<![\\w$]|(?<!\\.\\.)\\.)${name}(?=\\.)`, 'g'), '$1_link()');
  }
  late = late
    .replace(/__toESM\(require\("iamx_(\d+)_module"\)(?:, 1)?\)/g, 'link($1)')
    .replace(
      /__toESM\(require\("iamx_package_([^"]+)"\)(?:, 1)?\)/g,
      (_, name) => `link("${packageFile(name)}")`,
    );
  const left = /.*(?:require\("iamx_|[^.\w]import\().*/.exec(late);
  // As `import * as x` and `export * from`, which cannot wait.
  if (left !== null) throw new Error(`the build does not know how to link: ${left[0].trim()}`);
  return late;
}

/** esbuild's helpers stand at the top of each file, used or not. */
const helper = /^var (__\w+) = [^]*?;\n(?=var __|\/\/ |\n)/gm;

function withoutUnusedHelpers(code) {
  const top = /^(?:\/\/ (?!<)[^\n]*\n)?/.exec(code)[0].length;
  const end = code.indexOf('\n\n', top) + 1;
  let body = code.slice(end).replace(/= __toCommonJS\((\w+)\);/, '= $1;');
  // Those that others use stand before them.
  for (const [text, name] of [...code.slice(0, end + 1).matchAll(helper)].reverse())
    if (new RegExp(`(?<![.\\w])${name}\\b`).test(body)) body = text + body;
  return body;
}

/** Code of ours with its modules linked, as a reader would like it. */
export function ownCode(code) {
  return withoutUnusedHelpers(linked(code));
}

/** Every file's text is a function of these, as `src/host/program.ts` calls it. */
export function functionOf(code) {
  const fileUrl = code.includes('__fileUrl')
    ? 'const __fileUrl=require("node:url").pathToFileURL(__filename).href;\n'
    : '';
  const inside = code.replace(/^"use strict";\n/, '');
  return `(function(module,require,link,__filename,__dirname){"use strict";\n${fileUrl}${inside}\n})`;
}

/** The text of the code of packages, which is not as regular as ours. */
export function packageText(code) {
  return smallText(functionOf(linked(code)));
}

/** Marks a function that is called for sure: see `scriptText`. */
export const eager = '__eager';
const opening = '__text';

/** The text of a function as V8 is given it. */
export async function smallText(code) {
  const small = await scriptText(opening + code);
  if (!small.startsWith(opening)) throw new Error(`not a function: ${small.slice(0, 80)}`);
  return small.slice(opening.length).replace(/;$/, '');
}

/**
 * Minified, in ASCII. What stands in brackets of its own is compiled with the rest, and not first passed over and read
 * again when it is called; since a minifier would take the brackets away, they are those of a call until then.
 */
async function scriptText(code) {
  const { code: small } = await transform(code, { charset: 'ascii', minify: true, legalComments: 'none' });
  const text = inAscii(small.trimEnd().replaceAll(`${eager}(`, '('));
  // Files are read as Latin-1, one byte a character; what a tag sees of a template must not change.
  const odd = /[^\x00-\x7f]|String\.raw`[^`]*\\u[^`]*`/.exec(text);
  if (odd !== null)
    throw new Error(`a character that is not ASCII: ${text.slice(odd.index - 40, odd.index + 9)}`);
  return text;
}

/** What esbuild leaves as it is: characters in regular expressions. */
function inAscii(text) {
  return text.replace(
    /(?<!(?<!\\)(?:\\\\)*\\)[^\x00-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
