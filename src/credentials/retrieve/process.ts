import type { GivenKeys } from '../../aws/keys.ts';
import type { Failure } from '../../core/error.ts';
import type { ProcessResult } from '../../core/host.ts';
import { noteAnswer } from '../places/note-secrets.ts';
import { parseFields } from '../places/endpoint-answer.ts';
import { parseInstant } from '../../core/instant.ts';
import type { ProcessRecipe } from '../chain/recipe.ts';
import { failed, keys, type Retrieval, type Retrieved } from './retrieval.ts';
import { textIn } from './retrieval.ts';
import { textField } from '../places/tool-caches.ts';

/** Credentials are some kilobytes; a program that prints more prints something else. */
const mostBytes = 1_000_000;

/**
 * Runs `credential_process`, through a shell or as words as the flavour does, and reads what it prints
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html). Nothing that it prints is ever shown.
 */
export async function retrieveFromProcess(
  { command, argv }: ProcessRecipe,
  { world, network }: Retrieval,
): Promise<Retrieved> {
  const [file = '', ...args] = argv ?? [textIn(command)];
  const result = await world.host.runProcess({
    file,
    args,
    shell: argv === undefined,
    timeoutMs: Math.ceil(network.left()),
    maxOutputBytes: mostBytes,
  });
  if (result.kind === 'exited') {
    noteAnswer(world.host.secrets, result.stdout);
    world.host.secrets.addText(result.stderr);
  }
  const found = readResult(result, world.host.now(), network.timeoutMs);
  if ('accessKeyId' in found) return keys(found);
  const { code, because, hint, failure } = found;
  return failed(code, `credential_process ${because}`, hint, { span: command.evidence.span, failure });
}

interface Problem {
  readonly code: string;
  readonly because: string;
  readonly hint: string;
  readonly failure?: Failure;
}

const runIt = 'Run the command yourself to see what it says.';

function readResult(result: ProcessResult, now: number, timeoutMs: number): GivenKeys | Problem {
  switch (result.kind) {
    case 'timed-out':
      return {
        code: 'process-timeout',
        because: `did not end within ${timeoutMs / 1000} s and was stopped`,
        hint: 'It may wait for a sign-in or for input. Run it yourself, or give it more time: --timeout 60',
      };
    case 'endless':
      return { code: 'process-output', because: 'printed without an end and was stopped', hint: runIt };
    case 'not-started': {
      const how = {
        missing: 'there is no such program',
        denied: 'the program may not be executed',
        other: 'the system refused',
      };
      return { code: 'process-not-started', because: `cannot be run: ${how[result.reason]}`, hint: runIt };
    }
    case 'exited':
      return readOutput(result, now);
  }
}

function readOutput(
  { status, stdout, truncated }: ProcessResult & { readonly kind: 'exited' },
  now: number,
): GivenKeys | Problem {
  const problem = (code: string, because: string, hint = runIt): Problem => ({ code, because, hint });
  if (status !== 0) {
    const reason = status === 127 ? ' (no such command)' : status === 126 ? ' (may not be executed)' : '';
    return problem('process-failed', `ended with status ${status}${reason}`);
  }
  if (truncated) return problem('process-output', 'printed more than 1 MB, which are no credentials');
  if (stdout.trim() === '') return problem('process-output', 'printed nothing');
  const fields = parseFields(stdout);
  if (fields === undefined) return problem('process-output', 'printed something else than one JSON object');
  if (fields.get('Version') !== 1) {
    return problem(
      'process-version',
      'printed no `"Version": 1`',
      'It must print {"Version": 1, "AccessKeyId": …}.',
    );
  }
  const accessKeyId = textField(fields, 'AccessKeyId') ?? '';
  const secretAccessKey = textField(fields, 'SecretAccessKey') ?? '';
  const missing = [
    ...(accessKeyId === '' ? ['AccessKeyId'] : []),
    ...(secretAccessKey === '' ? ['SecretAccessKey'] : []),
  ];
  if (missing.length > 0) return problem('process-output', `printed no ${missing.join(' and no ')}`);
  const sessionToken = textField(fields, 'SessionToken');
  const accountId = textField(fields, 'AccountId');
  const expiresAt = parseInstant(textField(fields, 'Expiration') ?? '');
  if (expiresAt !== undefined && expiresAt <= now) {
    return {
      ...problem('process-expired', 'printed credentials that have expired already'),
      failure: { expiredAt: expiresAt },
    };
  }
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}
