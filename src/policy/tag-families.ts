import { late } from '../core/late.ts';
import { foldKey } from './keys.ts';
import { serviceOf, type Request } from './request.ts';

/**
 * Other names of the tags of a resource or a request (the condition keys of each service in the Service Authorization
 * Reference): `ec2:ResourceTag/team` and `aws:ResourceTag/team` hold the same tag.
 */
interface TagFamily {
  /** In lower case, with the slash. */
  readonly prefix: string;
  readonly of: 'aws:resourcetag/' | 'aws:requesttag/';
  /** The resources that have it, by what stands behind `arn:PARTITION:SERVICE:REGION:ACCOUNT:`; the data lists more. */
  readonly on?: RegExp;
}

const services =
  'autoscaling ec2 ecr ecr-public ecs elasticloadbalancing elasticmapreduce glacier iam imagebuilder iotanalytics license-manager ram sagemaker secretsmanager ssm';

const resource = (prefix: string, on?: RegExp): TagFamily => ({
  prefix: `${foldKey(prefix)}/`,
  of: 'aws:resourcetag/',
  ...(on === undefined ? {} : { on }),
});
const request = (prefix: string): TagFamily => ({ prefix: `${foldKey(prefix)}/`, of: 'aws:requesttag/' });

const families = late((): readonly TagFamily[] => [
  ...services.split(' ').map((service) => resource(`${service}:ResourceTag`)),
  resource('datapipeline:Tag'),
  ...'db-tag cluster-tag snapshot-tag cluster-snapshot-tag pg-tag cluster-pg-tag og-tag es-tag ri-tag secgrp-tag subgrp-tag'
    .split(' ')
    .map((name) => resource(`rds:${name}`)),
  ...'rep-tag task-tag endpoint-tag cert-tag es-tag subgrp-tag'
    .split(' ')
    .map((name) => resource(`dms:${name}`)),
  // The tags of a bucket are not those of its objects.
  resource('s3:ExistingObjectTag', /^(?!accesspoint\/[^/]*$)[^/]+\/./),
  resource('s3:BucketTag', /^[^/]+$/),
  resource('s3:AccessPointTag', /^accesspoint\/[^/]+$/),
  resource('s3express:BucketTag', /^bucket\//),
  resource('s3express:AccessPointTag', /^accesspoint\//),
  resource('s3tables:TableBucketTag', /^bucket\/[^/]+$/),
  resource('s3vectors:VectorBucketTag', /^bucket\/[^/]+$/),
  request('rds:req-tag'),
  request('dms:req-tag'),
  request('elasticmapreduce:RequestTag'),
  request('s3:RequestObjectTag'),
]);

const byPrefix = late(() => new Map(families().map((family) => [family.prefix, family])));
const byService = late(() => {
  const found = new Map<string, readonly TagFamily[]>();
  for (const family of families()) {
    const service = family.prefix.slice(0, family.prefix.indexOf(':'));
    found.set(service, [...(found.get(service) ?? []), family]);
  }
  return found;
});

/** Keys of another service that its actions carry. */
const alsoOf: Readonly<Record<string, string>> = { sts: 'iam', 'ec2-instance-connect': 'ec2' };

function has({ arn, listed }: Request, { on }: TagFamily, key: string): boolean {
  if (on !== undefined && (arn === undefined || !on.test(arn.resource))) return false;
  return listed === undefined || listed.has(key);
}

/** The tag under another of its names, where the question gave it there (R425). */
export function sameTag(asked: Request, key: string): string | readonly string[] | undefined {
  const slash = key.indexOf('/');
  if (slash < 0 || asked.context.size === 0) return undefined;
  const prefix = key.slice(0, slash + 1);
  const tag = key.slice(slash + 1);
  const family = byPrefix().get(prefix);
  if (family !== undefined) {
    return has(asked, family, key) ? asked.context.get(family.of + tag)?.value : undefined;
  }
  if (prefix !== 'aws:resourcetag/' && prefix !== 'aws:requesttag/') return undefined;
  if (asked.listed !== undefined && !asked.listed.has(key)) return undefined;
  const service = serviceOf(asked);
  for (const other of byService().get(alsoOf[service] ?? service) ?? []) {
    const given = other.of === prefix ? asked.context.get(other.prefix + tag) : undefined;
    if (given !== undefined && has(asked, other, other.prefix + tag)) return given.value;
  }
  return undefined;
}

/** Whether only a request that passes tags has the key, in lower case: they are set on what it makes, or on a session. */
export function isPassedTag(key: string): boolean {
  if (key === 'aws:tagkeys' || key === 's3:requestobjecttagkeys') return true;
  const slash = key.indexOf('/');
  if (slash < 0) return false;
  const prefix = key.slice(0, slash + 1);
  return prefix === 'aws:requesttag/' || byPrefix().get(prefix)?.of === 'aws:requesttag/';
}

/** The keys of the tags that the request passes, by whichever name they were given. */
export function requestTagKeys({ context }: Request): readonly string[] {
  const keys: string[] = [];
  for (const [key, { name }] of context) {
    const slash = key.indexOf('/');
    const prefix = slash < 0 ? '' : key.slice(0, slash + 1);
    if (prefix === 'aws:requesttag/' || byPrefix().get(prefix)?.of === 'aws:requesttag/')
      keys.push(name.slice(slash + 1));
  }
  return keys;
}
