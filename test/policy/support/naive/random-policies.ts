import fc from 'fast-check';
import { blocks, pick } from './random-conditions.ts';
import { A, alice, arn, B, federated, resources, session } from './random-names.ts';
import type { Document, Policies, Statement } from './shapes.ts';

/** Policies for random questions. */

const actionTexts = [
  '*',
  '*',
  's3:*',
  's3:Get*',
  'S3:getobject',
  's3:?etObject',
  'sqs:*',
  'sns:Publish',
  'kms:*',
  'kms:Decrypt',
  'sts:*',
  'sts:AssumeRole',
  'iam:*',
  'iam:PassRole',
  'ec2:*',
  'lambda:*',
  'secretsmanager:*',
  'dynamodb:*',
  'vpc-lattice-svcs:*',
];
const resourceTexts = [
  '*',
  '*',
  '*',
  '**',
  'arn:aws:s3:::acme*',
  'arn:aws:s3:::acme/*',
  'arn:aws:s3:::acme',
  'arn:aws:s3:::*',
  'arn:aws:s3:*',
  'arn:*',
  'arn:aws:sqs:*:q',
  'arn:aws:sqs:?*:*:q',
  'arn:aws:s*s:*:*:*',
  'arn:*:s3:::acme/x.txt',
  'arn:aws:s3:::acme/${aws:username}/*',
  'arn:aws:s3:::acme/${aws:PrincipalTag/t}',
  "arn:aws:s3:::acme/${aws:PrincipalTag/none, 'alice'}*",
  'arn:aws:s3:::acme/?.txt',
  'arn:aws:s3:::ACME/x.txt',
  'arn:aws:s3',
  `arn:aws:iam::${A}:role/*`,
  `arn:aws:*:*:${A}:*`,
  `arn:aws:kms:*:*:key/*`,
  'arn:aws:s3:::acme/alice/*/c',
  'arn:aws:s3:::acme/${$}{aws:username}/k',
  ...resources.slice(4),
];
const elements = fc
  .tuple(
    pick(actionTexts, 3),
    fc.integer({ max: 5, min: 0 }),
    pick(resourceTexts, 3),
    fc.integer({ max: 4, min: 0 }),
    blocks,
  )
  .map(([actions, turnActions, patterns, turnResources, block]) => ({
    ...(turnActions === 0 ? { NotAction: actions } : { Action: actions }),
    ...(turnResources === 0 ? { NotResource: patterns } : { Resource: patterns }),
    ...block,
  }));
const effects = fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Allow', 'Deny');
const versions = fc.constantFrom<Document['Version']>('2012-10-17', '2012-10-17', '2012-10-17', '2008-10-17');

const document = (statements: fc.Arbitrary<Statement>): fc.Arbitrary<Document> =>
  fc.record({ Version: versions, Statement: fc.array(statements, { minLength: 1, maxLength: 3 }) });
const own = document(fc.tuple(effects, elements).map(([Effect, rest]) => ({ Effect, ...rest })));
const open: Document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

const names = [
  A,
  B,
  arn(A, 'root'),
  arn(B, 'root'),
  alice,
  arn(A, 'user/team/bob'),
  arn(A, 'user/bob'),
  arn(B, 'user/alice'),
  session,
  arn(A, 'role/App'),
  arn(A, 'role/other/App'),
  arn(B, 'role/App'),
  federated,
  '*',
  `arn:aws:sts::${B}:assumed-role/App/ci`,
];
const principals = fc.oneof(
  fc.constant('*' as const),
  pick(names, 3).map((AWS) => ({ AWS })),
  pick(
    names.filter((each) => each !== '*'),
    5,
  ).map((AWS) => ({ AWS })),
  fc.constant({ Service: 'sns.amazonaws.com' }),
  fc
    .tuple(pick(names), pick(['sns.amazonaws.com', 's3.amazonaws.com']))
    .map(([AWS, Service]) => ({ AWS, Service })),
);
const exempted = fc.oneof(
  pick(
    names.filter((each) => each !== '*'),
    6,
  ).map((AWS) => ({ AWS })),
  fc.constant({ AWS: [alice, A] }),
  fc.constant({ AWS: [session, arn(A, 'role/App'), arn(A, 'root')] }),
  fc.constant({ Service: 'sns.amazonaws.com' }),
);
const granted = document(
  fc
    .tuple(effects, elements, principals, exempted, fc.integer({ min: 0, max: 3 }))
    .map(([Effect, rest, Principal, NotPrincipal, turn]) =>
      Effect === 'Deny' && turn < 2 ? { Effect, ...rest, NotPrincipal } : { Effect, ...rest, Principal },
    ),
);
const trusted = document(
  fc
    .tuple(effects, pick(['sts:*', 'sts:AssumeRole', 'sts:Assume*']), blocks, principals)
    .map(([Effect, Action, block, Principal]) => ({ Effect, Action, ...block, Principal })),
);
const gate = document(
  fc.tuple(effects, elements).map(([Effect, rest]) => ({ Effect, ...rest, Principal: '*' as const })),
);
const control: fc.Arbitrary<Document> = fc
  .array(
    fc
      .tuple(
        pick(actionTexts.filter((each) => /^(?:s3|sqs|kms|sts|secretsmanager|dynamodb):/i.test(each))),
        pick(resourceTexts),
        blocks,
      )
      .map(([Action, Resource, block]) => ({
        Effect: 'Deny' as const,
        Principal: '*' as const,
        Action,
        Resource,
        ...block,
      })),
    { minLength: 1, maxLength: 2 },
  )
  .map((Statement) => ({ Version: '2012-10-17', Statement }));

const mostlyOpen = fc.oneof({ weight: 2, arbitrary: own }, { weight: 1, arbitrary: fc.constant(open) });
const sets = fc.array(mostlyOpen, { minLength: 1, maxLength: 2 });
const openGate: Document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
};

/** In so many of ten cases. */
function sometimes<T extends object>(weight: number, values: fc.Arbitrary<T>): fc.Arbitrary<T | object> {
  return fc.oneof({ weight, arbitrary: values }, { weight: 10 - weight, arbitrary: fc.constant({}) });
}

export function policiesFor(action: string, principal: string): fc.Arbitrary<Policies> {
  const hasSession = principal === federated || principal.includes(':assumed-role/');
  const ofResource = action.startsWith('iam:') || action.startsWith('sts:') ? trusted : granted;
  return fc
    .tuple(
      sometimes(8, fc.record({ identity: sets })),
      sometimes(2, fc.record({ boundary: fc.tuple(mostlyOpen) })),
      sometimes(hasSession ? 5 : 0, fc.record({ session: fc.tuple(mostlyOpen) })),
      sometimes(7, fc.record({ resource: ofResource })),
      sometimes(2, fc.record({ endpoint: fc.tuple(fc.oneof(gate, fc.constant(openGate))) })),
      sometimes(2, fc.record({ scp: fc.array(sets, { minLength: 1, maxLength: 2 }) })),
      sometimes(2, fc.record({ rcp: fc.tuple(fc.tuple(control)) })),
    )
    .map((parts) => parts.reduce<Policies>((all, part) => ({ ...all, ...part }), {}));
}
