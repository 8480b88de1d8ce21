import { IamxError } from '../core/error.ts';
import type { Host } from '../core/host.ts';
import type { Net } from './net.ts';

/** The net of a run of the program, made when there is something to look for. */
export interface Border {
  /** For what is written next. */
  readonly net: () => Promise<Net>;
  /** For tests: the net is there for what a printer let through, and that is a mistake. */
  readonly haul: () => void;
}

const open: Net = {
  acted: () => false,
  overPage: (page) => page,
  overData: (data) => data,
  overJson: (text) => text,
};

/** Commands that read no secret do not load the net; a stream of them is written as it comes. */
export function borderOf({ env, secrets }: Pick<Host, 'env' | 'secrets'>): Border {
  let made: Net | undefined;
  return {
    async net() {
      if (secrets.isEmpty) return open;
      made ??= (await import('./net.ts')).netOf(secrets);
      return made;
    },
    haul() {
      if (env['IAMX_NET'] === 'strict' && made?.acted() === true) throw new Error('the net had to act');
    },
  };
}

/**
 * The world in which a file that an option names passes the net, too: with a hole in it, it would be another file, so
 * that it is not written. A cache that tools keep their tokens in goes the other way, `reserveFile`.
 */
export function guarded(host: Host, border: Border): Host {
  const writeFile: Host['writeFile'] = async (path, content, kind) => {
    const { overData } = await border.net();
    if (overData(content) !== content)
      throw new IamxError(
        'file-unwritable',
        'the file would hold a secret that was read here: it was not written',
        {
          hint: 'Take the secret out of what was asked.',
        },
      );
    await host.writeFile(path, content, kind);
  };
  return Object.create(host, { writeFile: { value: writeFile, enumerable: true } }) as Host;
}
