import type { Span } from '../../core/evaluation.ts';
import type { Raw } from '../../core/raw.ts';
import { flavourTitle } from '../flavours.ts';
import { isSet, type Setting } from '../places/settings.ts';
import { edit } from '../repairs.ts';
import type { Found, Situation } from './gotcha.ts';

const halves = ['aws_access_key_id', 'aws_secret_access_key'] as const;

/** What is to be said of the half, where somebody can do something about it. */
export function findHalfPair({ context, resolution }: Situation): readonly Found[] {
  const { profile, world } = context;
  const [id, secret] = halves.map(profile.get);
  if (id === undefined || secret === undefined || isSet(id) === isSet(secret)) return [];
  const [there, missing] = isSet(id) ? [id, halves[1]] : [secret, halves[0]];
  const { span } = there.evidence;
  if (span === undefined) return [];
  const inside = whatIsInside(there);
  if (inside !== undefined) {
    return [
      {
        message: `line ${span.line} holds ${inside.what}: ${flavourTitle(resolution.flavour)} takes all of it for ${there.evidence.name}`,
        span,
        advice: inside.advice,
        fix: edit(world, span),
        isCause: true,
      },
    ];
  }
  // Where the tool stops or says what it swallowed, that is told.
  const isSaid = resolution.error?.code === 'partial-credentials' || resolution.diagnostics.length > 0;
  if (isSaid || !isReadFrom(resolution, span)) return [];
  return [
    {
      message: `\`${profile.shownName}\` has ${there.evidence.name} but no ${missing}: ${flavourTitle(resolution.flavour)} passes over the half pair`,
      span,
      advice: `Add ${missing} to the same section`,
      fix: edit(world, span),
    },
  ];
}

/** A step looked at the half, and went on. */
function isReadFrom({ steps }: Situation['resolution'], { file, line }: Span): boolean {
  return steps.some(
    ({ id, outcome, evidence }) =>
      ['shared-credentials-file', 'config-file'].includes(id) &&
      ['skip', 'pass', 'passed-over'].includes(outcome) &&
      evidence.some(({ span }) => span?.file === file && span.line === line),
  );
}

const pairAlone = /^["']?A(?:KIA|SIA)[A-Z0-9]{16}["']?\s*[:,;/|\s]\s*["']?[A-Za-z0-9/+]{40}["']?$/;

/** The other half, in the value of the one. */
function whatIsInside({ value }: Setting): { readonly what: string; readonly advice: string } | undefined {
  if (value === undefined) return undefined;
  if (holdsName(value)) {
    return { what: 'two settings', advice: 'Write each setting on a line of its own' };
  }
  return value.fits(pairAlone)
    ? {
        what: 'key id and secret together',
        advice: 'Write each of them behind its own key, on a line of its own',
      }
    : undefined;
}

function holdsName(value: Raw): boolean {
  return (
    value.fits(/\baws_?(?:secret_?)?access_?key(?:_?id)?\s*[=:]/i) || value.fits(/\bsecret_?key\s*[=:]/i)
  );
}
