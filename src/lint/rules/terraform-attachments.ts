import { quoted } from '../../formats/problem.ts';
import type { FoundInTerraform, Rule } from '../rule.ts';
import { awsManaged, type Configuration, type Resource } from '../terraform.ts';
import {
  conflict,
  isFilled,
  names,
  Namings,
  namings,
  nobody,
  placeOf,
  placesOf,
  registry,
  repeated,
  resourcesOf,
  terraformRow,
  type Naming,
} from './terraform-pairs.ts';

const perEntity =
  'Use aws_iam_role_policy_attachment, aws_iam_user_policy_attachment or aws_iam_group_policy_attachment.';

const role = `resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
`;
const attachment = `resource "aws_iam_role_policy_attachment" "app" {
  role       = aws_iam_role.app.name
  policy_arn = aws_iam_policy.read.arn
}
`;
const exclusive = `resource "aws_iam_policy_attachment" "all" {
  name       = "all"
  roles      = ["other"]
  policy_arn = aws_iam_policy.read.arn
}
`;
const good = role + attachment;

/** Who owns the attachments of policies: two that think so undo each other at every apply. */
export const terraformAttachmentRules: readonly Rule[] = [
  {
    id: 'tf-policy-attachment-exclusive',
    severity: 'error',
    ...terraformRow,
    title:
      'A policy is attached by aws_iam_policy_attachment, which takes every other attachment of it away.',
    repair: perEntity,
    docs: `${registry}iam_policy_attachment`,
    bad: () => ({ policy: role + attachment + exclusive, at: 'aws_iam_policy.read.arn' }),
    good: () => ({ policy: good }),
    look: { at: 'terraform', find: findExclusive },
  },
  {
    id: 'tf-policy-attachment-twice',
    severity: 'error',
    ...terraformRow,
    title: 'Two aws_iam_policy_attachment have one policy: each takes away what the other attaches.',
    repair: perEntity,
    docs: `${registry}iam_policy_attachment`,
    bad: () => ({
      policy: exclusive + exclusive.replace('"all" {', '"more" {'),
      at: 'aws_iam_policy.read.arn',
    }),
    good: () => ({ policy: good }),
    look: { at: 'terraform', find: findTwice },
  },
  {
    id: 'tf-policy-attachment-aws-managed',
    severity: 'warning',
    ...terraformRow,
    title:
      'aws_iam_policy_attachment has a policy of AWS: it is taken from every other principal of the account.',
    repair: perEntity,
    docs: `${registry}iam_policy_attachment`,
    bad: () => ({
      policy: exclusive.replace('aws_iam_policy.read.arn', '"arn:aws:iam::aws:policy/ReadOnlyAccess"'),
      at: '"arn:aws:iam::aws:policy/ReadOnlyAccess"',
    }),
    good: () => ({ policy: good }),
    look: {
      at: 'terraform',
      find: (configuration) =>
        findAlone(configuration, true, 'takes this policy from every other principal of the account'),
    },
  },
  {
    id: 'tf-policy-attachment-exclusive-any',
    severity: 'info',
    ...terraformRow,
    title: 'aws_iam_policy_attachment takes away what is attached outside of it.',
    repair: perEntity,
    docs: `${registry}iam_policy_attachment`,
    bad: () => ({ policy: exclusive, at: 'aws_iam_policy.read.arn' }),
    good: () => ({ policy: good }),
    look: {
      at: 'terraform',
      find: (configuration) => findAlone(configuration, false, 'takes away what is attached outside of it'),
    },
  },
  {
    id: 'tf-role-managed-arns-conflict',
    severity: 'error',
    ...terraformRow,
    title: 'A role lists its policies in managed_policy_arns, and another resource attaches one to it.',
    repair: 'Attach them with aws_iam_role_policy_attachment alone.',
    docs: `${registry}iam_role`,
    bad: () => ({
      policy: role.replace('\n}', '\n  managed_policy_arns = []\n}') + attachment,
      at: '[]',
    }),
    good: () => ({ policy: good }),
    look: {
      at: 'terraform',
      find: (configuration) =>
        findOwned(configuration, 'managed_policy_arns', [
          ['aws_iam_role_policy_attachment', 'role'],
          ['aws_iam_policy_attachment', 'roles'],
        ]),
    },
  },
  {
    id: 'tf-role-inline-conflict',
    severity: 'error',
    ...terraformRow,
    title: 'A role has an inline_policy, which owns all of them, and another resource puts one into it.',
    repair: 'Write them as aws_iam_role_policy alone.',
    docs: `${registry}iam_role`,
    bad: () => ({
      policy: `${role.replace('\n}', '\n  inline_policy {}\n}')}resource "aws_iam_role_policy" "a" {
  name   = "a"
  role   = aws_iam_role.app.id
  policy = data.aws_iam_policy_document.read.json
}
`,
      at: 'inline_policy',
    }),
    good: () => ({ policy: good }),
    look: {
      at: 'terraform',
      find: (configuration) => findOwned(configuration, 'inline_policy', [['aws_iam_role_policy', 'role']]),
    },
  },
  {
    id: 'tf-role-deprecated-argument',
    severity: 'info',
    ...terraformRow,
    title: 'A role has managed_policy_arns or inline_policy, which the provider gives up.',
    repair: 'Use aws_iam_role_policy_attachment and aws_iam_role_policy.',
    docs: `${registry}iam_role`,
    bad: () => ({
      policy: role.replace('\n}', '\n  managed_policy_arns = [aws_iam_policy.read.arn]\n}'),
      at: '[aws_iam_policy.read.arn]',
    }),
    good: () => ({ policy: good }),
    look: { at: 'terraform', find: findDeprecated },
  },
  {
    id: 'tf-group-membership-conflict',
    severity: 'error',
    ...terraformRow,
    title: 'aws_iam_group_membership owns all members of a group, and another resource adds some.',
    repair: 'Use aws_iam_user_group_membership alone.',
    docs: `${registry}iam_group_membership`,
    bad: () => ({
      policy: `resource "aws_iam_group_membership" "team" {
  name  = "team"
  users = ["ann"]
  group = aws_iam_group.team.name
}
resource "aws_iam_user_group_membership" "bob" {
  user   = "bob"
  groups = [aws_iam_group.team.name]
}
`,
      at: 'aws_iam_group.team.name',
    }),
    good: () => ({ policy: good }),
    look: { at: 'terraform', find: findMemberships },
  },
  {
    id: 'tf-user-policy',
    severity: 'info',
    ...terraformRow,
    title: 'A policy is attached to a user: groups and roles outlive people.',
    repair: 'Attach it to a group or a role.',
    bad: () => ({
      policy: `resource "aws_iam_user_policy_attachment" "ann" {
  user       = "ann"
  policy_arn = aws_iam_policy.read.arn
}
`,
      at: '"ann"',
    }),
    good: () => ({ policy: good }),
    look: { at: 'terraform', find: findUserPolicies },
  },
  {
    id: 'tf-force-detach',
    severity: 'info',
    ...terraformRow,
    title:
      'A role is made anew under another name or path, and aws_iam_policy_attachment holds on to it: the old one cannot be deleted.',
    repair: 'Write force_detach_policies = true into the role, and apply that first.',
    docs: `${registry}iam_policy_attachment`,
    bad: () => ({ policy: renamed(false), at: '"aws_iam_role.app"' }),
    good: () => ({ policy: renamed(true) }),
    look: { at: 'terraform', find: findRenamed },
  },
];

/** A plan in which a role gets another name. */
function renamed(isForced: boolean): string {
  const policyArn = 'arn:aws:iam::111122223333:policy/read';
  return JSON.stringify({
    format_version: '1.2',
    planned_values: {
      root_module: {
        resources: [
          {
            address: 'aws_iam_role.app',
            type: 'aws_iam_role',
            name: 'app',
            values: { name: 'web', force_detach_policies: isForced },
          },
          {
            address: 'aws_iam_policy_attachment.all',
            type: 'aws_iam_policy_attachment',
            name: 'all',
            values: { name: 'all', roles: ['web'], policy_arn: policyArn },
          },
        ],
      },
    },
    resource_changes: [
      {
        address: 'aws_iam_role.app',
        type: 'aws_iam_role',
        change: { actions: ['delete', 'create'], before: { name: 'app' }, after: { name: 'web' } },
      },
    ],
  });
}

/** The attachments that leave others alone. */
function singleAttachments(configuration: Configuration): readonly Naming[] {
  return namings(
    resourcesOf(
      configuration,
      'aws_iam_role_policy_attachment',
      'aws_iam_user_policy_attachment',
      'aws_iam_group_policy_attachment',
    ),
    'policy_arn',
  );
}

function exclusiveAttachments(configuration: Configuration): readonly Naming[] {
  return namings(resourcesOf(configuration, 'aws_iam_policy_attachment'), 'policy_arn');
}

function* findExclusive(configuration: Configuration): Iterable<FoundInTerraform> {
  const singles = new Namings(singleAttachments(configuration));
  for (const naming of exclusiveAttachments(configuration)) {
    const others = singles.sameAs(naming);
    if (others.count > 0)
      yield conflict(
        naming,
        others,
        `${quoted(naming.resource.address)} takes away what ${names(others)} attaches`,
      );
  }
}

function* findTwice(configuration: Configuration): Iterable<FoundInTerraform> {
  yield* repeated(
    exclusiveAttachments(configuration),
    (before) => `this policy is attached by ${before} already: each takes the other’s attachments away`,
  );
}

function* findAlone(
  configuration: Configuration,
  isOfAws: boolean,
  what: string,
): Iterable<FoundInTerraform> {
  const all = exclusiveAttachments(configuration);
  const any = new Namings([...singleAttachments(configuration), ...all]);
  for (const naming of all) {
    if (naming.at.kind === 'unknown' || awsManaged.test(naming.at.text) !== isOfAws) continue;
    // The graver findings say this too.
    if (any.sameAs(naming).count > 0) continue;
    yield conflict(naming, nobody, `${quoted(naming.resource.address)} ${what}`);
  }
}

function* findOwned(
  configuration: Configuration,
  argument: string,
  others: readonly (readonly [type: string, argument: string])[],
): Iterable<FoundInTerraform> {
  const attached = new Namings(
    others.flatMap(([type, name]) => namings(resourcesOf(configuration, type), name)),
  );
  for (const resource of resourcesOf(configuration, 'aws_iam_role')) {
    const owned = resource.argument(argument);
    if (owned === undefined) continue;
    const meeting = attached.meaning(resource);
    if (meeting.count === 0) continue;
    yield {
      ...placeOf(resource, owned),
      address: resource.address,
      message: `${quoted(argument)} of ${quoted(resource.address)} owns all of the role’s, and takes away what ${names(meeting)} adds`,
      related: placesOf(meeting),
    };
  }
}

function* findDeprecated({ resources }: Configuration): Iterable<FoundInTerraform> {
  for (const resource of resources) {
    if (resource.type !== 'aws_iam_role') continue;
    for (const name of ['managed_policy_arns', 'inline_policy']) {
      const argument = resource.argument(name);
      if (argument === undefined) continue;
      yield {
        ...placeOf(resource, argument),
        address: resource.address,
        message: `${quoted(name)} is deprecated`,
      };
    }
  }
}

function* findMemberships(configuration: Configuration): Iterable<FoundInTerraform> {
  const owning = namings(resourcesOf(configuration, 'aws_iam_group_membership'), 'group');
  const adding = new Namings(namings(resourcesOf(configuration, 'aws_iam_user_group_membership'), 'groups'));
  for (const naming of owning) {
    const others = adding.sameAs(naming);
    if (others.count > 0)
      yield conflict(
        naming,
        others,
        `${quoted(naming.resource.address)} takes away the members that ${names(others)} adds`,
      );
  }
  yield* repeated(owning, (before) => `the members of this group are owned by ${before} already`);
}

const policiesOfUsers = [
  ['aws_iam_user_policy', 'user'],
  ['aws_iam_user_policy_attachment', 'user'],
  ['aws_iam_policy_attachment', 'users'],
] as const;

function* findUserPolicies({ resources }: Configuration): Iterable<FoundInTerraform> {
  for (const [kind, name] of policiesOfUsers) {
    for (const resource of resources) {
      const argument = resource.type === kind ? resource.argument(name) : undefined;
      // A list that only Terraform knows may be empty.
      if (argument === undefined || argument.items === undefined || !isFilled(argument)) continue;
      if (name === 'users' && argument.items.every(({ kind: of }) => of === 'written' || of === 'unknown'))
        continue;
      yield {
        ...placeOf(resource, argument),
        address: resource.address,
        message: `${quoted(resource.address)} gives a policy to a user`,
      };
    }
  }
}

function* findRenamed(configuration: Configuration): Iterable<FoundInTerraform> {
  const attached = new Namings(namings(resourcesOf(configuration, 'aws_iam_policy_attachment'), 'roles'));
  for (const resource of configuration.resources) {
    if (resource.type !== 'aws_iam_role' || resource.isRenamed !== true || isForced(resource)) continue;
    const holding = attached.meaning(resource, resource.renamedFrom);
    if (holding.count === 0) continue;
    yield {
      ...placeOf(resource, resource),
      address: resource.address,
      message: `${quoted(resource.address)} is made anew while ${names(holding)} holds on to it`,
      related: placesOf(holding),
    };
  }
}

function isForced(resource: Resource): boolean {
  const [only] = resource.argument('force_detach_policies')?.items ?? [];
  return only !== undefined && only.text !== 'false';
}
