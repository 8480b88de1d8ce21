import { command } from '../core/command.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import { hasSecretShape } from '../printers/shape.ts';
import type { Decoded } from './item.ts';
import { findKnownShape } from './known-shapes.ts';

/** A known shape beside IDs and ARNs (docs/identifiers.md, other texts), or what nothing is known about. */
export function readShape(input: string, text: string, diagnostics: readonly Diagnostic[]): Decoded {
  const shape = findKnownShape(text);
  if (shape === undefined && hasSecretShape(text)) return secret('');
  if (shape === undefined)
    return unknown(input, 'no known form of an ID, an access key, an ARN or an account', diagnostics);
  return {
    item: {
      input,
      kind: 'unknown',
      because: 'not an IAM identifier',
      resourceType: shape.resourceType,
    },
    notes: [shape.says],
    diagnostics,
  };
}

export function unknown(input: string, because: string, diagnostics: readonly Diagnostic[]): Decoded {
  return { item: { input, kind: 'unknown', because }, notes: [], diagnostics };
}

export function secret(name: string): Decoded {
  return {
    item: { input: null, kind: 'unknown', because: 'looks like a secret' },
    notes: ['looks like a secret access key; it was not decoded, stored or shown'],
    diagnostics: [secretDiagnostic(name)],
  };
}

function secretDiagnostic(name: string): Diagnostic {
  const isToken = /token/i.test(name);
  const what = isToken
    ? 'a session token'
    : /password|passwd/i.test(name)
      ? 'a password'
      : 'a secret access key';
  return {
    code: isToken ? 'decode/token' : 'decode/secret',
    severity: 'warning',
    message: `that looks like ${what}: it was not decoded, stored or shown`,
    hint: [
      'Rotate it if anyone else can see this screen; your shell history has it. Use: ',
      command`iamx decode -`,
    ],
  };
}

export function token(): Decoded {
  return {
    item: { input: null, kind: 'unknown', because: 'looks like a session token' },
    notes: ['looks like a session token; it was not decoded, stored or shown'],
    diagnostics: [secretDiagnostic('token')],
  };
}
