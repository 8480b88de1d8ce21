import { IamxError } from '../../core/error.ts';
import { questionFields } from '../../policy/question.ts';
import { policyOptions } from '../../policy/scenario/policy-options.ts';
import { optionNameOf } from '../../policy/scenario/given.ts';
import { longFlagOf, optionKeyOf, type OptionRow } from '../option-row.ts';
import { signingOptions } from '../signing-options.ts';

type Again = NonNullable<OptionRow['again']>;

function row(group: string, flags: string, description: string, again: Again = 'refused'): OptionRow {
  return { flags, description, group, again };
}

const fields = ['principalId', 'sessionIssuer', 'context', 'principalTags'] as const;

/** The rows of `simulate` that a question about a role takes too. */
const fieldRows: readonly OptionRow[] = questionFields
  .filter(({ name }) => fields.some((field) => field === name))
  .flatMap(({ options }) =>
    options.map(({ flags, description }) => row('Caller', flags, description, 'kept')),
  );

/** Of who asks for a role or passes one, and what limits him. */
const callerRows: readonly OptionRow[] = [
  row('Caller', '--principal <arn>', 'who asks: else whoever the credentials belong to'),
  ...fieldRows,
  { flags: '--mfa', description: 'the caller uses MFA', group: 'Caller' },
];

const policyRows: readonly OptionRow[] = [
  row(
    'Policies',
    '--trust-policy <file>',
    'the trust policy of the role; AWS is then not asked, but with --live',
  ),
  ...policyOptions
    .filter(({ flags }) => !flags.startsWith('--resource-policy'))
    .map(({ flags, description, again }) => row('Policies', flags, description, again ?? 'refused')),
  {
    flags: '--only-these',
    description: 'there are no policies but those that are given or read',
    group: 'Policies',
  },
  {
    flags: '--live',
    description: 'ask AWS for what no option gives, also with --trust-policy',
    group: 'Policies',
  },
];

const assumeRows: readonly OptionRow[] = [
  row('assume-role', '--external-id <id>', 'the external id that is passed'),
  row('assume-role', '--session-name <name>', 'the name of the session'),
  row('assume-role', '--session-tag <key=value>', 'a session tag: sts:TagSession is decided too', 'kept'),
  row('assume-role', '--transitive-tag <key>', 'a session tag that is handed on', 'kept'),
  row('assume-role', '--source-identity <name>', 'passed too: sts:SetSourceIdentity is decided too'),
  row('assume-role', '--duration <seconds>', 'how long the session is to last'),
  row('assume-role', '--max-session-duration <seconds>', 'how long the role lets it last'),
  row(
    'assume-role',
    '--web-identity-token <file>',
    'a token of an identity provider, whose claims are looked at',
  ),
  row('assume-role', '--saml-assertion <file>', 'a SAML response, whose attributes are looked at'),
];

const passRows: readonly OptionRow[] = [
  row('pass-role', '--service <name>', 'who gets the role: lambda.amazonaws.com, ecs-tasks.amazonaws.com'),
  row('pass-role', '--associated-resource <arn>', 'what the service uses the role for'),
  row('pass-role', '--call <action>', 'the call that passes it, as in lambda:CreateFunction: decided too'),
  row('pass-role', '--instance-profile <name>', 'the instance profile that holds the role, for EC2'),
];

/** All rows of the command: each check takes those of its own. */
export const checkOptions: readonly OptionRow[] = [
  ...callerRows,
  ...policyRows,
  ...passRows,
  ...assumeRows,
  ...signingOptions(60, 'for all calls together, retries included'),
];

const namesOf = (rows: readonly OptionRow[]) => rows.map(longFlagOf);
const ofRoles = [...namesOf(callerRows), ...namesOf(policyRows)];

const taken: Readonly<Record<string, readonly string[]>> = {
  'pass-role': [...ofRoles, ...namesOf(passRows)],
  'assume-role': [...ofRoles, ...namesOf(assumeRows)],
};

/** Throws `usage` for an option of another check: it would do nothing. */
export function refuseOthers(check: string, options: Readonly<Record<string, unknown>>): void {
  const own = taken[check] ?? [];
  const others = [...ofRoles, ...namesOf(passRows), ...namesOf(assumeRows)].filter(
    (flag) => !own.includes(flag),
  );
  const given = others.find((flag) => {
    const value = options[optionKeyOf(flag)];
    return value !== undefined && value !== false;
  });
  if (given === undefined) return;
  throw new IamxError('usage', `\`${given}\` does nothing for ${check}`, { hint: `Leave ${given} out.` });
}

/** The option of a field of the question, without its dashes. */
export function optionOf(field: (typeof fields)[number]): string {
  const found = questionFields.find(({ name }) => name === field);
  return found === undefined ? field : optionNameOf(found.options[0].flags);
}
