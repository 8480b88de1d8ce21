import { answer, json, jsonError, type Received, type Reply } from './exchange.ts';
import type { FakeState } from './state.ts';

const listPath = '/latest/meta-data/iam/security-credentials/';

/** The instance metadata service, both versions. */
export function answerImds(request: Received, state: FakeState): Reply {
  const { imds } = state.scenario;
  if (imds === undefined) return { kind: 'reset' };
  const { versions = 'both', zone = 'us-east-2b', account = '111122223333' } = imds;
  const token = `imds-token-${'x'.repeat(20)}`;

  if (request.path === '/latest/api/token') {
    if (versions === 'v1') return answer(404, notFound, html);
    if (request.method !== 'PUT') return answer(405, '', html);
    const ttl = request.headers['x-aws-ec2-metadata-token-ttl-seconds'];
    const trouble = state.trouble('imds.token', imds.trouble?.token);
    if (trouble !== undefined) return trouble;
    if (ttl === undefined || !/^\d+$/.test(ttl)) return answer(400, badRequest, html);
    return answer(200, token, { ...plain, 'x-aws-ec2-metadata-token-ttl-seconds': ttl });
  }

  const sent = request.headers['x-aws-ec2-metadata-token'];
  if (sent === undefined ? versions === 'v2' : sent !== token) return answer(401, unauthorized, html);
  if (request.path === listPath || `${request.path}/` === listPath) {
    const trouble = state.trouble('imds.list', imds.trouble?.list);
    if (trouble !== undefined) return trouble;
    return imds.role === undefined ? answer(404, notFound, html) : answer(200, imds.role, plain);
  }
  if (imds.role !== undefined && request.path === listPath + encodeURIComponent(imds.role)) {
    const trouble = state.trouble('imds.credentials', imds.trouble?.credentials);
    if (trouble !== undefined) return trouble;
    const now = state.now();
    if (imds.code !== undefined && imds.code !== 'Success') {
      const LastUpdated = seconds(now);
      return json(200, { Code: imds.code, Message: 'the role cannot be used', LastUpdated });
    }
    const issued = state.issue(
      `imds(${imds.role})`,
      {
        arn: `arn:aws:sts::${account}:assumed-role/${imds.role}/i-0abcdef1234567890`,
        userId: `AROAIMDSROLEEXAMPLEAA:i-0abcdef1234567890`,
        account,
      },
      imds.accessKeyId,
    );
    const document = {
      Code: 'Success',
      LastUpdated: seconds(now),
      Type: 'AWS-HMAC',
      AccessKeyId: issued.accessKeyId,
      SecretAccessKey: issued.secretAccessKey,
      Token: issued.sessionToken,
      Expiration: seconds(now + (imds.expiresInSeconds ?? 6 * 3600) * 1000),
    };
    return answer(200, JSON.stringify(document, null, 2), plain);
  }
  const region = state.trouble('imds.region', imds.trouble?.region);
  if (request.path === '/latest/meta-data/placement/region') {
    return region ?? answer(200, zone.replace(/[a-z]$/, ''), plain);
  }
  if (/^\/latest\/meta-data\/placement\/availability-zone\/?$/.test(request.path)) {
    return region ?? answer(200, zone, plain);
  }
  if (request.path === '/latest/dynamic/instance-identity/document') {
    return region ?? json(200, { accountId: account, availabilityZone: zone, region: zone.slice(0, -1) });
  }
  return answer(404, notFound, html);
}

/** The endpoint of ECS tasks and EKS pods. */
export function answerContainer(request: Received, state: FakeState): Reply {
  const { container } = state.scenario;
  if (container === undefined) return { kind: 'reset' };
  const trouble = state.trouble('container', container.trouble);
  if (trouble !== undefined) return trouble;
  const target = request.rawQuery === '' ? request.path : `${request.path}?${request.rawQuery}`;
  if (container.path !== undefined && container.path !== target) {
    return jsonError(404, 'NotFound', 'no credentials at this path');
  }
  if (container.authorization !== undefined && container.authorization !== request.headers['authorization']) {
    return jsonError(401, 'Unauthorized', 'the authorization token is not the one of this container');
  }
  const account = '111122223333';
  const issued = state.issue(
    `container(${target})`,
    {
      arn: `arn:aws:sts::${account}:assumed-role/TaskRole/0123456789abcdef`,
      userId: `AROATASKROLEEXAMPLEAA:0123456789abcdef`,
      account,
    },
    container.accessKeyId,
  );
  const document = {
    RoleArn: `arn:aws:iam::${account}:role/TaskRole`,
    AccessKeyId: issued.accessKeyId,
    SecretAccessKey: issued.secretAccessKey,
    Token: issued.sessionToken,
    Expiration: seconds(state.now() + (container.expiresInSeconds ?? 6 * 3600) * 1000),
  };
  const left = Object.entries(document).filter(([name]) => !(container.without ?? []).includes(name));
  return json(200, Object.fromEntries(left));
}

function seconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

const plain = { 'content-type': 'text/plain', server: 'EC2ws' };
const html = { 'content-type': 'text/html', server: 'EC2ws' };
const page = (status: string) =>
  `<?xml version="1.0" encoding="iso-8859-1"?>\n<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`;
const notFound = page('404 - Not Found');
const unauthorized = page('401 - Unauthorized');
const badRequest = page('400 - Bad Request');
