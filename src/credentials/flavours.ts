import type { FlavourId } from './chain/chain.ts';
import type { Flavour } from './chain/flavour.ts';
import { boto3 } from './flavours/boto3.ts';
import { cliV1 } from './flavours/cli-v1.ts';
import { cli } from './flavours/cli.ts';
import { go } from './flavours/go.ts';
import { java } from './flavours/java.ts';
import { js } from './flavours/js.ts';
import { rust } from './flavours/rust.ts';

/** In the order in which they are shown. Each is loaded when somebody asks for it: a question mostly is about one. */
export const flavours: Readonly<Record<FlavourId, Flavour>> = {
  get cli() {
    return cli;
  },
  get 'cli-v1'() {
    return cliV1;
  },
  get boto3() {
    return boto3;
  },
  get js() {
    return js;
  },
  get go() {
    return go;
  },
  get java() {
    return java;
  },
  get rust() {
    return rust;
  },
};

/** As users call the flavour. */
export function flavourTitle(id: FlavourId): string {
  return flavours[id].title;
}
