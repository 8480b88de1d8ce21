/** The callers and resources of random questions. */

export const A = '111122223333';
export const B = '444455556666';
export const arn = (account: string, name: string) => `arn:aws:iam::${account}:${name}`;
export const alice = arn(A, 'user/alice');
export const session = `arn:aws:sts::${A}:assumed-role/App/ci`;
export const federated = `arn:aws:sts::${A}:federated-user/zed`;

export const resources = [
  'arn:aws:s3:::acme',
  'arn:aws:s3:::acme/x.txt',
  'arn:aws:s3:::acme/alice/a:b/c',
  'arn:aws:s3:::acme/${aws:username}/k',
  `arn:aws:sqs:us-east-1:${A}:q`,
  `arn:aws:sqs:eu-west-1:${B}:q`,
  `arn:aws:sns:us-east-1:${A}:alice`,
  `arn:aws:kms:us-east-1:${A}:key/k1`,
  `arn:aws:kms:us-east-1:${B}:key/k1`,
  arn(A, 'role/App'),
  arn(B, 'role/team/App'),
  arn(A, 'role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX'),
  `arn:aws:ec2:us-east-1:${A}:instance/i-0abc`,
  `arn:aws:lambda:us-east-1:${A}:function:f`,
  `arn:aws:lambda:us-east-1:${B}:function:f:live`,
  `arn:aws:secretsmanager:us-east-1:${A}:secret:s-AbCdEf`,
  `arn:aws:dynamodb:us-east-1:${A}:table/t`,
  `arn:aws:dynamodb:us-east-1:${B}:table/t`,
  `arn:aws:vpc-lattice:us-east-1:${A}:service/svc-1/path`,
];
