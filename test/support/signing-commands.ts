/** The command lines that send something signed or a token that signs in, by the command's name. */

export const keyId = 'AKIAJMIKAMIKAMIKA2F3';
export const encoded = 'aB3_x-'.repeat(40);
export const role = 'arn:aws:iam::111122223333:role/App';
/** What a program says whose refusal only AWS can decode. */
export const refused = `An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. Encoded authorization failure message: ${encoded}`;
const withId =
  'An error occurred (AccessDenied) when calling the CreateUser operation: User: arn:aws:iam::111122223333:user/mika is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::111122223333:user/bob because no identity-based policy allows the iam:CreateUser action. Go to https://eu-west-1.console.aws.amazon.com/iam/home?region=eu-west-1#/authorization-details/1a2b3c4d5e for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: 1a2b3c4d5e';

export const signingCommands: Readonly<Record<string, readonly (readonly string[])[]>> = {
  whoami: [['whoami'], ['whoami', '--all-profiles'], ['whoami', '--profile', 'role']],
  // It obtains what was chosen: keys that stand in a file are not sent anywhere.
  'explain-chain': [['explain-chain', '--live', '--profile', 'role']],
  decode: [
    ['decode', '--live', keyId],
    ['decode', '--live', encoded],
  ],
  'explain-error': [
    ['explain-error', '--live', refused],
    ['explain-error', '--live', withId],
  ],
  run: [['run', '--live', '--', './aws', 'ec2', 'run-instances']],
  check: [
    ...['delete-user', 'delete-role', 'delete-group', 'delete-instance-profile'].map((check) => [
      'check',
      check,
      'mika',
    ]),
    ['check', 'delete-policy', 'arn:aws:iam::111122223333:policy/own'],
    ['check', 'assume-role', role],
    ['check', 'pass-role', role, '--service', 'lambda.amazonaws.com'],
  ],
};

export const signingLines = Object.values(signingCommands).flat();
