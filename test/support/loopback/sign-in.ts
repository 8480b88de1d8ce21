import { createHash } from 'node:crypto';
import { json, jsonError, type Received, type Reply } from './exchange.ts';
import { issue } from './issue.ts';
import type { FakeState } from './state.ts';

/** The portal of IAM Identity Center: GetRoleCredentials. */
export function answerSso(request: Received, state: FakeState): Reply {
  const { sso = {} } = state.scenario;
  const trouble = state.trouble('sso', sso.trouble);
  if (trouble !== undefined) return trouble;
  const token = request.headers['x-amz-sso_bearer_token'] ?? '';
  if (sso.tokens === undefined ? token === '' : !sso.tokens.includes(token)) {
    return jsonError(401, 'UnauthorizedException', 'Session token not found or invalid');
  }
  const account = request.query.get('account_id') ?? '';
  const role = request.query.get('role_name') ?? '';
  if (!/^\d{12}$/.test(account) || role === '') {
    return jsonError(400, 'InvalidRequestException', 'account_id and role_name are needed');
  }
  if (sso.assignments?.includes(`${account}/${role}`) === false) {
    return jsonError(403, 'ForbiddenException', 'No access');
  }
  const reserved = `AWSReservedSSO_${role}_0123456789abcdef`;
  const { accessKeyId, secretAccessKey, sessionToken } = state.issue(`sso(${account}, ${role})`, {
    arn: `arn:aws:sts::${account}:assumed-role/${reserved}/user@example.com`,
    userId: `AROASSOROLEEXAMPLEAAA:user@example.com`,
    account,
  });
  const expiration = state.now() + (sso.expiresInSeconds ?? 3600) * 1000;
  return json(200, { roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration } });
}

/** CreateToken with a refresh token. */
export function answerOidc(request: Received, state: FakeState): Reply {
  const { oidc = {} } = state.scenario;
  const trouble = state.trouble('oidc', oidc.trouble);
  if (trouble !== undefined) return trouble;
  const { grantType, refreshToken } = fieldsOf(request.body);
  if (grantType !== 'refresh_token' || refreshToken === undefined) {
    return json(400, { error: 'unsupported_grant_type', error_description: 'only refresh_token' });
  }
  if (oidc.refreshTokens?.includes(refreshToken) === false) {
    return json(
      400,
      { error: 'invalid_grant', error_description: 'Invalid refresh token provided' },
      { 'x-amzn-errortype': 'InvalidGrantException' },
    );
  }
  return json(200, {
    accessToken: 'NotATokenButRefreshed',
    refreshToken: 'NotATokenButRefreshesAgain',
    tokenType: 'Bearer',
    expiresIn: oidc.expiresInSeconds ?? 28_800,
  });
}

/** CreateOAuth2Token of `aws login`: refreshes the keys of a signed-in identity. */
export function answerSignin(request: Received, state: FakeState): Reply {
  const { signin = {} } = state.scenario;
  const trouble = state.trouble('signin', signin.trouble);
  if (trouble !== undefined) return trouble;
  const { clientId, grantType, refreshToken } = fieldsOf(request.body);
  if (request.headers['dpop'] === undefined) {
    return json(
      400,
      { error: 'INVALID_REQUEST', message: 'a DPoP header is needed' },
      signinError('Validation'),
    );
  }
  if (grantType !== 'refresh_token' || refreshToken === undefined || clientId === undefined) {
    return json(400, { error: 'INVALID_REQUEST', message: 'grantType' }, signinError('Validation'));
  }
  const digest = createHash('sha256').update(refreshToken).digest('hex').slice(0, 8);
  const { accessKeyId, secretAccessKey, sessionToken } = state.issue(`login(${digest})`, {
    arn: 'arn:aws:iam::111122223333:user/console',
    userId: 'AIDACONSOLEEXAMPLEAAA',
    account: '111122223333',
  });
  return json(200, {
    accessToken: { accessKeyId, secretAccessKey, sessionToken },
    tokenType: 'aws_sigv4',
    expiresIn: signin.expiresInSeconds ?? 900,
    refreshToken: issue('refresh').sessionToken,
  });
}

function signinError(name: string): Readonly<Record<string, string>> {
  return { 'x-amzn-errortype': `${name}Exception` };
}

/** The text fields of a JSON body; none where it is none. */
function fieldsOf(body: string): Readonly<Record<string, string | undefined>> {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) return {};
    return Object.fromEntries(
      Object.entries(parsed).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
  } catch {
    return {};
  }
}
