/** Policies for the examples of rules: what is left out is ordinary. */

const version = '2012-10-17';

type Elements = Readonly<Record<string, unknown>>;

/** A policy of these statements. */
export function policy(...statements: readonly Elements[]): object {
  return { Version: version, Statement: statements };
}

/** An identity policy of one statement: `undefined` takes an element out. */
export function allow(elements: Elements): object {
  return policy({
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::acme-data/*',
    ...elements,
  });
}

export function deny(elements: Elements): object {
  return allow({ Effect: 'Deny', ...elements });
}

/** The policy of a bucket. */
export function bucket(elements: Elements): object {
  return allow({ Principal: { AWS: 'arn:aws:iam::111122223333:role/app' }, ...elements });
}

/** A role trust policy. */
export function trust(elements: Elements): object {
  return policy({
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
    ...elements,
  });
}

/** A resource control policy. */
export function rcp(elements: Elements): object {
  return policy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', ...elements });
}
