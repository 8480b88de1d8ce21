import type { Received, Reply } from './exchange.ts';
import type { Issued } from './issue.ts';
import { queryError, queryResult, type XmlValue } from './query-protocol.ts';
import { stsActions, type Identity, type StsAction } from './scenario.ts';
import { readSignature, type Signed } from './signature.ts';
import type { FakeState } from './state.ts';

const defaultAccount = '111122223333';
/** AWS refuses a signature that is older or younger than this. */
const signatureMinutes = 15;

/** Everything that STS is asked for in the query protocol. */
export function answerSts(request: Received, form: URLSearchParams, state: FakeState): Reply {
  const action = stsActions.find((one) => one === form.get('Action'));
  if (action === undefined) {
    return queryError('sts', 400, 'InvalidAction', 'Could not find operation for this version');
  }
  const trouble = state.trouble(`sts.${action}`, state.scenario.sts?.trouble?.[action]);
  if (trouble !== undefined) return trouble;
  if (action === 'AssumeRoleWithWebIdentity') return assumeWithWebIdentity(form, state);

  const signed = readSignature(request);
  if (signed === undefined) {
    return queryError('sts', 403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
  }
  const caller = authenticate(request, signed, state);
  return 'kind' in caller ? caller : perform(action, form, signed, caller, state);
}

/** Who signed the request, or AWS's refusal, in the order of AWS: time, key, token, expiry, signature. */
export function authenticate(request: Received, signed: Signed, state: FakeState): Identity | Reply {
  const refuse = (code: string, message: string) => queryError('sts', 403, code, message);
  const lateMs = state.now() - signed.signedAt;
  if (Math.abs(lateMs) > signatureMinutes * 60_000) {
    const [at, now] = [stamp(signed.signedAt), stamp(state.now())];
    const edge = stamp(state.now() - Math.sign(lateMs) * signatureMinutes * 60_000);
    return refuse(
      'SignatureDoesNotMatch',
      lateMs > 0
        ? `Signature expired: ${at} is now earlier than ${edge} (${now} - ${signatureMinutes} min.)`
        : `Signature not yet current: ${at} is still later than ${edge} (${now} + ${signatureMinutes} min.)`,
    );
  }
  const invalid = 'The security token included in the request is invalid.';
  const known = state.identityOf(signed.accessKeyId);
  if (known === undefined) {
    return state.scenario.sts?.unknownKeys === 'reject' || !signed.accessKeyId.startsWith('A')
      ? refuse('InvalidClientTokenId', invalid)
      : {
          arn: `arn:aws:iam::${defaultAccount}:user/user-of-${signed.accessKeyId.slice(-4)}`,
          userId: `AIDA${signed.accessKeyId.slice(4).padEnd(17, 'A').slice(0, 17)}`,
          account: defaultAccount,
        };
  }
  const token = request.headers['x-amz-security-token'];
  if (known.token !== token && (known.token !== undefined || known.secret !== undefined)) {
    return refuse('InvalidClientTokenId', invalid);
  }
  if (known.isExpired === true) {
    return refuse('ExpiredToken', 'The security token included in the request is expired');
  }
  if (known.secret !== undefined && !signed.matches(known.secret)) {
    return refuse(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
  return known;
}

function perform(
  action: Exclude<StsAction, 'AssumeRoleWithWebIdentity'>,
  form: URLSearchParams,
  signed: Signed,
  caller: Identity,
  state: FakeState,
): Reply {
  switch (action) {
    case 'AssumeRole':
      return assumeRole(form, signed, caller, state);
    case 'GetCallerIdentity':
      return queryResult('sts', action, { Arn: caller.arn, UserId: caller.userId, Account: caller.account });
    case 'GetSessionToken': {
      if (!caller.arn.includes(':user/')) {
        return queryError('sts', 403, 'AccessDenied', 'Cannot call GetSessionToken with session credentials');
      }
      const issued = state.issue(`session-token(${state.provenanceOf(signed.accessKeyId)})`, caller);
      return queryResult('sts', action, { Credentials: credentials(issued, form, 43_200, state) });
    }
    case 'GetAccessKeyInfo': {
      const account = state.identityOf(form.get('AccessKeyId') ?? '')?.account ?? defaultAccount;
      return queryResult('sts', action, { Account: account });
    }
    case 'DecodeAuthorizationMessage': {
      const { decoded } = state.scenario.sts ?? {};
      return decoded === undefined
        ? queryError('sts', 400, 'InvalidAuthorizationMessageException', 'Invalid authorization message')
        : queryResult('sts', action, { DecodedMessage: decoded });
    }
  }
}

function assumeRole(form: URLSearchParams, signed: Signed, caller: Identity, state: FakeState): Reply {
  const arn = form.get('RoleArn') ?? '';
  if (!isRoleArn(arn)) return queryError('sts', 400, 'ValidationError', `${arn} is invalid`);
  if (state.scenario.sts?.denied?.includes(arn) === true) {
    const message = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
    return queryError('sts', 403, 'AccessDenied', message);
  }
  const provenance = `assume-role(${arn}, ${state.provenanceOf(signed.accessKeyId)})`;
  return sessionOf('AssumeRole', arn, provenance, form, state);
}

function assumeWithWebIdentity(form: URLSearchParams, state: FakeState): Reply {
  const arn = form.get('RoleArn') ?? '';
  if (!isRoleArn(arn)) return queryError('sts', 400, 'ValidationError', 'Request ARN is invalid');
  if (state.scenario.sts?.denied?.includes(arn) === true) {
    return queryError('sts', 403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
  }
  const token = (form.get('WebIdentityToken') ?? '').trim();
  if (token === '') {
    return queryError('sts', 400, 'InvalidIdentityToken', 'The ID Token provided is not a valid JWT.');
  }
  return sessionOf('AssumeRoleWithWebIdentity', arn, `web-identity(${arn})`, form, state);
}

function sessionOf(
  action: 'AssumeRole' | 'AssumeRoleWithWebIdentity',
  arn: string,
  provenance: string,
  form: URLSearchParams,
  state: FakeState,
): Reply {
  const duration = form.get('DurationSeconds');
  if (
    duration !== null &&
    !(/^\d+$/.test(duration) && Number(duration) >= 900 && Number(duration) <= 43_200)
  ) {
    const message = `1 validation error detected: Value '${duration}' at 'durationSeconds' failed to satisfy constraint`;
    return queryError('sts', 400, 'ValidationError', message);
  }
  const [, , , , account = '', resource = ''] = arn.split(':');
  const role = resource.split('/').at(-1) ?? '';
  const session = form.get('RoleSessionName') ?? 'session';
  const user = {
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    userId: `AROA${`${role.toUpperCase().replace(/[^A-Z2-7]/g, '')}AAAAAAAAAAAAAAAAA`.slice(0, 17)}:${session}`,
    account,
  };
  const issued = state.issue(provenance, user);
  return queryResult('sts', action, {
    Credentials: credentials(issued, form, 3600, state),
    AssumedRoleUser: { Arn: user.arn, AssumedRoleId: user.userId },
    ...(action === 'AssumeRole'
      ? {}
      : { Provider: 'arn:aws:iam::111122223333:oidc-provider/example', Audience: 'sts.amazonaws.com' }),
  });
}

function credentials(
  issued: Issued,
  form: URLSearchParams,
  defaultSeconds: number,
  state: FakeState,
): XmlValue {
  const seconds = Number(form.get('DurationSeconds') ?? defaultSeconds);
  return {
    AccessKeyId: issued.accessKeyId,
    SecretAccessKey: issued.secretAccessKey,
    SessionToken: issued.sessionToken,
    Expiration: new Date(state.now() + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
  };
}

function isRoleArn(arn: string): boolean {
  return /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(arn);
}

function stamp(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
}
