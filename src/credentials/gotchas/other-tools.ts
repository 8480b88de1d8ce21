import { copyVariables } from '../../core/command.ts';
import { listed } from '../../core/listed.ts';
import { spanOf } from '../../core/source.ts';
import type { FlavourId } from '../chain/chain.ts';
import { flavourTitle } from '../flavours.ts';
import { isSet } from '../places/settings.ts';
import { sectionsInUse } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { edit, renameKeys } from '../repairs.ts';

/** Settings that one tool reads and the one that is asked about does not: docs/gotchas.md, 81. */
export const otherToolGotchas: readonly Gotcha[] = [
  {
    id: 81,
    code: 'setting-of-another-tool',
    says: 'A variable or a key is set that only other tools read: AWS_DEFAULT_PROFILE in Node, AWS_ACCESS_KEY outside of Go, aws_security_token outside of Python.',
    find: (situation) => [...findVariables(situation), ...findKeys(situation)],
  },
];

const python = ['cli', 'cli-v1', 'boto3'] as const;

interface Unread {
  readonly name: string;
  /** Who reads it. */
  readonly by: readonly FlavourId[];
  /** What the others read in its place. */
  readonly instead?: string;
}

/** The variables' readers: docs/chain.md, "Environment". */
const variables: readonly Unread[] = [
  { name: 'AWS_DEFAULT_PROFILE', by: [...python, 'go'], instead: 'AWS_PROFILE' },
  { name: 'AWS_ACCESS_KEY', by: ['go'], instead: 'AWS_ACCESS_KEY_ID' },
  { name: 'AWS_SECRET_KEY', by: ['go'], instead: 'AWS_SECRET_ACCESS_KEY' },
  { name: 'SECRET_ACCESS_KEY', by: ['rust'], instead: 'AWS_SECRET_ACCESS_KEY' },
  { name: 'AWS_SECURITY_TOKEN', by: python, instead: 'AWS_SESSION_TOKEN' },
  { name: 'AWS_CREDENTIAL_FILE', by: python },
  { name: 'BOTO_CONFIG', by: python },
];

function findVariables({ context, resolution }: Situation): readonly Found[] {
  const { env, choice } = context;
  const isAsked = ({ name, by, instead }: Unread) =>
    !by.includes(resolution.flavour) &&
    isSet(env(name)) &&
    !(instead !== undefined && isSet(env(instead))) &&
    !(name === 'AWS_DEFAULT_PROFILE' && choice.isExplicit);
  const unread = variables.filter(isAsked);
  const isOfKeys = (name: string) => /KEY|TOKEN/.test(name);
  // Keys that come from elsewhere have no need of these.
  const isElsewhere = resolution.selected !== undefined && resolution.selected.provider !== 'env';
  const told = unread.filter(({ name, instead }) =>
    resolution.verdict === 'selected'
      ? name === 'AWS_DEFAULT_PROFILE' || (instead !== undefined && isOfKeys(name) && !isElsewhere)
      : true,
  );
  const [first] = told;
  if (first === undefined) return [];
  const pairs = told.flatMap(({ name, instead }) =>
    instead === undefined ? [] : [{ name: instead, from: name }],
  );
  const says = told.map(({ name, by, instead }) => {
    const readers =
      by === python
        ? 'the AWS CLI and boto3 alone read'
        : `${listed(by.map(flavourTitle))} alone read${by.length === 1 ? 's' : ''}`;
    return `${name}, which ${readers}${instead === undefined ? '' : ` (it would be ${instead})`}`;
  });
  return [
    {
      severity: pairs.length > 0 ? 'warning' : 'info',
      message: `${flavourTitle(resolution.flavour)} does not read ${listed(says)}`,
      fix: copyVariables(pairs),
      isCause: true,
    },
  ];
}

/** The token under its old name, beside keys that need it. */
function findKeys({ context, resolution }: Situation): readonly Found[] {
  if (python.some((id) => id === resolution.flavour)) return [];
  return sectionsInUse(context).flatMap((section): readonly Found[] => {
    const entry = section.entries.get('aws_security_token');
    if (entry === undefined || entry.value.trim() === '' || section.entries.has('aws_session_token'))
      return [];
    const span = spanOf(section.source, entry.keyRange);
    return [
      {
        message: `${flavourTitle(resolution.flavour)} does not read aws_security_token, which the AWS CLI and boto3 alone read (it would be aws_session_token)`,
        span,
        fix: renameKeys(context.world, [{ span, to: 'aws_session_token' }]) ?? edit(context.world, span),
      },
    ];
  });
}
