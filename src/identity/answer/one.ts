import type { Announce, Answer } from '../../core/answer.ts';
import type { Host } from '../../core/host.ts';
import { askWho, type Aws } from '../one.ts';
import type { WhoamiSettings } from '../settings.ts';
import { toDocument } from './document.ts';
import { nobody } from './nobody.ts';
import { describeFound } from './page.ts';

/** Who AWS says the credentials of one profile are. Throws `usage`, `aws-failed`, `network-failed`. */
export async function answerOne(
  host: Host,
  settings: WhoamiSettings,
  aws: Aws,
  announce: Announce,
): Promise<Answer> {
  const who = await askWho(host, settings, aws, announce);
  const { findings } = who;
  if (who.kind === 'nobody') return nobody(who.caller, who.error, findings);
  return {
    kind: 'document',
    document: () =>
      toDocument(
        who.answer,
        findings.map(({ diagnostic }) => diagnostic),
      ),
    page: () => describeFound(who.answer, findings, settings.verbose),
    exitStatus: 0,
  };
}
