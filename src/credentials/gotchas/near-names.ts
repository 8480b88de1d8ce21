import { findNearHeaders } from './near-headers.ts';
import { findForeignKeys } from './near-keys.ts';
import { findNearSections, findQuotedSession } from './near-sections.ts';
import { findNearVariables } from './near-variables.ts';
import type { Gotcha } from './gotcha.ts';

/** Names that are nearly right: docs/gotchas.md, 60 to 62. */
export const nearGotchas: readonly Gotcha[] = [
  {
    id: 60,
    code: 'section-nearly-there',
    says: 'The section that a profile names is there under a header that is nearly right.',
    find: findNearSections,
  },
  {
    id: 60,
    code: 'profile-header-nearly-right',
    says: 'The header of the profile is there, but for a slip: other letters, another sign than the blank, blanks in the brackets.',
    find: findNearHeaders,
  },
  {
    id: 61,
    code: 'session-name-quoted',
    says: 'The header of an `[sso-session …]` has quotes or a blank in its name: the AWS CLI and boto3 take it, Node and Go do not.',
    find: findQuotedSession,
  },
  {
    id: 62,
    code: 'key-nearly-right',
    says: 'Keys stand in the profile under names that another tool uses or that a slip made, and no AWS tool reads.',
    find: findForeignKeys,
  },
  {
    id: 62,
    code: 'variable-nearly-right',
    says: 'A variable has nearly the name that tools read, and the right one is not set.',
    find: findNearVariables,
  },
];
