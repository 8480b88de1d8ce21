import { isSet, shownOf, type Setting } from '../places/settings.ts';
import { pathIn } from '../places/paths.ts';
import type { Context } from './provider.ts';

export type CaBundle = {
  readonly setting: Setting;
  /** The file's path as it may be shown. */
  readonly shown: string;
} & (
  | { readonly kind: 'certificates'; readonly text: string }
  | { readonly kind: 'unusable'; readonly trouble: CaTrouble }
);

export type CaTrouble = 'no-path' | 'missing' | 'folder' | 'unreadable' | 'without-certificate';

/** What is the matter with the file, behind `which`. */
export const caTroubles: Readonly<Record<CaTrouble, string>> = {
  'no-path': 'is no path',
  missing: 'does not exist',
  folder: 'is a folder',
  unreadable: 'cannot be read',
  'without-certificate': 'holds no certificate (PEM)',
};

/** The file of certificates in use, and whether it can be used; undefined where none is named. */
export async function findCaBundle(context: Context): Promise<CaBundle | undefined> {
  const { world, flavour, env, profile } = context;
  const setting = flavour.retrieval.network.caBundle
    .map((name) => (name === 'ca_bundle' ? profile.get(name) : env(name)))
    .find(isSet);
  if (setting === undefined) return undefined;
  if (setting.isMap) return { setting, shown: shownOf(setting), kind: 'unusable', trouble: 'no-path' };
  const path = pathIn(setting, world, flavour.files);
  const known = { setting, shown: world.show(path) };
  const file = await world.read(path);
  if (file.kind === 'text') {
    return holdsCertificate(file.text)
      ? { ...known, kind: 'certificates', text: file.text }
      : { ...known, kind: 'unusable', trouble: 'without-certificate' };
  }
  const trouble = file.code === 'missing' ? 'missing' : file.code === 'directory' ? 'folder' : 'unreadable';
  return { ...known, kind: 'unusable', trouble };
}

const blocks = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END/g;

/** One block is enough for Go and OpenSSL: base64 of what begins as a certificate does, a sequence of some length. */
function holdsCertificate(text: string): boolean {
  return [...text.matchAll(blocks)].some(([, body = '']) => /^\s*M[A-P]/.test(body));
}
