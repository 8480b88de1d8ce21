import { linesOfHint } from '../core/command.ts';
import { IamxError } from '../core/error.ts';
import { fixOf, hintWithout, isFix } from '../credentials/answer/fix.ts';
import { edit } from '../credentials/repairs.ts';
import type { Caller } from './caller.ts';
import { findOddities } from './oddities.ts';

/** What ended the chain on this machine, with its reason and the command that `explain-chain` ends with. */
export async function repaired(caller: Caller, failure: IamxError): Promise<IamxError> {
  const { resolution, context } = caller;
  const findings = await findOddities(caller);
  const { span } = failure;
  const fix = fixOf(resolution, findings, span === undefined ? undefined : edit(context.world, span));
  const said = findings.filter(({ isTold }) => !isTold);
  const reason = said.find((finding) => isFix(finding, fix)) ?? said.find(({ isCause }) => isCause);
  const told = failure.advice === undefined ? undefined : hintWithout(failure.advice, fix);
  const hint = linesOfHint(reason?.diagnostic.message, told, fix);
  return new IamxError(failure.code, failure.message, {
    ...(hint === undefined ? {} : { hint }),
    ...(span === undefined ? {} : { span }),
    ...(failure.failure === undefined ? {} : { failure: failure.failure }),
    cause: failure,
  });
}
