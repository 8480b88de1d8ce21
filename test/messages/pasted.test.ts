import { describe, expect, test } from 'vitest';
import { findErrors } from '../../src/messages/error-reader.ts';
import { matchRows } from '../../src/messages/match-rows.ts';
import { pasted } from './pasted.ts';

describe('what people paste into reports', () => {
  test.each(pasted.map((each) => ({ ...each, name: `${each.from}: ${each.rows.join(', ')}` })))(
    '$name',
    ({ text, rows, told = {} }) => {
      const found = findErrors(text);
      expect(found.map((error) => matchRows(error)[0]?.row.id ?? 'unknown')).toEqual(rows);
      const { code, operation, denial } = found.at(-1) ?? {};
      expect({ code, operation, ...denial }).toMatchObject(told);
    },
  );
});

/** What of an answer AWS puts into words of its own is told, wherever the wrapper leaves its traces. */
describe('the name of the error is AWS’s', () => {
  const refusal =
    'User: arn:aws:iam::111122223333:user/mika is not authorized to perform: s3:CreateBucket on resource: "arn:aws:s3:::acme" because no identity-based policy allows the s3:CreateBucket action';
  test.each([
    ['HostID of S3 that ends with =', 'HostID: x7Jk2mPz1qYV4w==, api error AccessDenied'],
    ['HostID without =', 'HostID: x7Jk2mPz1qYV4w, api error AccessDenied'],
    ['an error that the SDK has a type for', 'HostID: x7Jk2mPz1qYV4w==, AccessDenied'],
    ['no HostID', 'api error AccessDenied'],
  ])('Go: %s', (_, told) => {
    const text = `operation error S3: CreateBucket, https response error StatusCode: 403, RequestID: 4Z9J2K7TQ0P1M8RA, ${told}: ${refusal}`;
    expect(findErrors(text)).toMatchObject([{ code: 'AccessDenied', operation: 'CreateBucket' }]);
  });

  test.each([
    [
      `ResourceInitializationError: unable to pull secrets: AccessDeniedException: ${refusal}`,
      'AccessDeniedException',
    ],
    [`WebIdentityErr: failed to retrieve credentials caused by: ExpiredToken: it is over`, 'ExpiredToken'],
    [`AccessDeniedException: ${refusal}`, 'AccessDeniedException'],
    ['DeleteConflict: Cannot delete entity, must detach all policies first.', 'DeleteConflict'],
  ])('%s', (text, code) => {
    expect(findErrors(text)).toMatchObject([{ code }]);
  });
});
