import { IamxError } from '../../core/error.ts';
import type { Host } from '../../core/host.ts';
import { readTextFile } from '../../formats/read-source.ts';
import { walk } from '../../lint/read/walk.ts';
import { policyFromFile } from '../../policy/document.ts';
import type { Policy } from '../../policy/policy.ts';

/** Policies are documents of JSON; what is YAML beside tests is mostly a test. */
const policyFile = /(?<!\.iamx)\.json$/i;

/**
 * The policies in the folders among the paths: those that no test names are found so. A file that is no policy, or no good
 * one, is not this command's business.
 */
export async function knownPolicies(host: Host, paths: readonly string[]): Promise<readonly Policy[]> {
  const { files } = await walk(host, paths.length === 0 ? ['.'] : paths, policyFile);
  const policies: Policy[] = [];
  for (const { path, isNamed } of files) {
    if (isNamed) continue;
    try {
      const file = await readTextFile(host, path);
      if (!file.source.text.includes('"Statement"')) continue;
      policies.push((await policyFromFile(file, path, 'identity')).policy);
    } catch (error) {
      if (!(error instanceof IamxError)) throw error;
    }
  }
  return policies;
}
