import { noted, type Attempt, type Link } from './provider.ts';

/** What such a link says of itself. */
export const swallowed = 'an error passes for "nothing here"';

/**
 * A chain that takes any error of a provider for "nothing here" and goes on (aws-sdk-java-v2
 * `AwsCredentialsProviderChain`). The error is kept as a warning: the SDK itself tells it only where all fail.
 */
export function swallowing(links: readonly Link[]): readonly Link[] {
  return links.map((link) =>
    noted(link, swallowed, async (context) => swallow(await link.attempt(context), link.sdkName)),
  );
}

function swallow(attempt: Attempt, sdkName: string): Attempt {
  if (attempt.outcome === 'win') return { ...attempt, ifNotObtained: 'pass' };
  if (attempt.outcome !== 'fail') return attempt;
  const { because, evidence, steps, diagnostics = [], error } = attempt;
  const message = `${sdkName} failed, and the chain went on without a word: ${error.message}`;
  return {
    outcome: 'pass',
    isPassedOver: true,
    because,
    evidence,
    ...(steps === undefined ? {} : { steps }),
    diagnostics: [...diagnostics, { ...error, code: 'error-swallowed', severity: 'warning', message }],
  };
}

/** A link that works only where the program brings a part of the SDK along, which cannot be seen from outside. */
export function needing(part: string, link: Link): Link {
  return noted(link, `only where the program brings ${part} along`, async (context) => {
    const attempt = await link.attempt(context);
    if (attempt.outcome !== 'win') return attempt;
    const note = {
      code: 'sdk-part-needed',
      severity: 'info',
      message: `${link.title}: works only where the program brings ${part} along, which cannot be seen from here`,
    } as const;
    return { ...attempt, diagnostics: [...(attempt.diagnostics ?? []), note] };
  });
}
