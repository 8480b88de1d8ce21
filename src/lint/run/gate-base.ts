import { IamxError } from '../../core/error.ts';
import type { Host } from '../../core/host.ts';
import { quoted } from '../../formats/problem.ts';
import { show } from '../../host/git.ts';
import { detectType } from '../read/detect.ts';
import type { Told } from '../read/subject-of.ts';
import { readPolicies, type PoliciesRead, type Version } from '../read/versions.ts';
import type { Subject } from '../subject.ts';
import type { Base } from './gates.ts';
import { looksAlike } from './types-alike.ts';

/**
 * What the policies of files are held against: of the same name in a file of several, else of the same place. Each text is read
 * once.
 */
export function basesOf(
  host: Host,
  version: Version,
  text: string,
): (subject: Subject, index: number) => Promise<Base> {
  const read = new Map<string, Promise<PoliciesRead | undefined>>();
  return async (subject, index) => {
    const { type, resourceType, account } = subject;
    const told: Told = {
      type,
      ...(resourceType === undefined ? {} : { resourceType }),
      ...(account === undefined ? {} : { account }),
    };
    const { file } = subject.source;
    const key = JSON.stringify([file, type]);
    let policies = read.get(key);
    if (policies === undefined) read.set(key, (policies = policiesAt(host, version, file, told)));
    return baseIn(await policies, subject, index, text);
  };
}

/** Undefined where the commit holds no such file: it is new. */
async function policiesAt(
  host: Host,
  version: Version,
  file: string,
  told: Told,
): Promise<PoliciesRead | undefined> {
  if (version.kind === 'commit' && version.path === undefined && file !== '-') {
    const shown = await show(host, version.ref, file);
    if (shown.kind === 'failed' && shown.failure === 'no-file') return undefined;
  }
  return readPolicies(host, version, file, told);
}

function baseIn(policies: PoliciesRead | undefined, subject: Subject, index: number, text: string): Base {
  if (policies === undefined) return { policy: undefined, name: text };
  const { subjects, name, hasUnknown } = policies;
  const isLone = subjects.length === 1 && subject.name === subject.source.file;
  const own = isLone
    ? subjects[0]
    : subject.name === subject.source.file
      ? subjects[index]
      : subjects.find((one) => one.name === subject.name);
  if (own === undefined) return { policy: undefined, name: text };
  const { type } = detectType(own.node);
  if (!looksAlike(type, subject.type)) {
    const problem = `${name} looks like a policy of type ${type}, this one is of type ${subject.type}`;
    return { policy: undefined, name: text, problem };
  }
  if (!own.isWhole || hasUnknown) {
    const why = own.isWhole ? 'parts of it are known after the deployment alone' : 'it has mistakes';
    throw new IamxError('usage', `${quoted(name)} cannot be held against: ${why}`, {
      hint: 'Name a policy without mistakes and without values that are not known yet.',
    });
  }
  return { policy: own.readable, name: text };
}
