import type { Page } from '../core/page.ts';
import { turns } from './page-turns.ts';
import type { PolicyDocument } from './suggestion-advice.ts';
import type { Suggestion } from './suggestion.ts';

type Offered = Extract<Suggestion, { readonly kind: 'policy' }>;

/** As people write policies; where there is no room, a line for each element. */
export function policyPart({ document, findings, note }: Offered): Page {
  return [
    {
      kind: 'elastic',
      most: 1,
      gives: [{ turn: turns.policy, to: 0 }],
      blocks: (count) => [
        { kind: 'heading', text: 'The smallest policy: the simulation allows the call with it' },
        {
          kind: 'verbatim',
          text: count > 0 ? JSON.stringify(document, undefined, 2) : shortPolicy(document),
        },
        ...(note === undefined ? [] : [{ kind: 'text', text: note } as const]),
        ...(findings.length === 0 ? [] : [{ kind: 'diagnostics', diagnostics: findings } as const]),
      ],
    },
  ];
}

function shortPolicy({ Version, Statement }: PolicyDocument): string {
  const statements = Statement.map((statement) => `    ${JSON.stringify(statement)}`).join(',\n');
  return `{ "Version": "${Version}",\n  "Statement": [\n${statements} ] }`;
}
