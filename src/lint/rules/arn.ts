import type { Diagnostic } from '../../core/evaluation.ts';
import { nearest } from '../../core/nearest.ts';
import { foreignPrefixes } from '../../data/foreign-prefixes.ts';
import { fitsFormat, resourceTypesOfArnService } from '../../data/resource-types.ts';
import type { ResourceType } from '../../data/service-table.ts';
import { findService, services } from '../../data/services.ts';
import { dataVersions } from '../../data/versions.ts';
import { quoted } from '../../formats/problem.ts';
import { findPartition, partitionOfRegion, partitions } from '../../identifiers/partition.ts';
import type { StatementParts, Value } from '../../policy/policy.ts';
import { regions } from '../../printers/region.ts';
import { allow } from '../example.ts';
import { typesButTrust, type Found, type Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

const good = allow({});
const resource = (arn: string) => ({ policy: allow({ Action: '*', Resource: arn }), at: `"${arn}"` });

/** The ARNs under Resource and NotResource, field by field; variables count as `*`. */
export const arnRules: readonly Rule[] = [
  {
    id: 'arn-prefix',
    awsCode: 'INVALID_ARN_PREFIX',
    severity: 'error',
    category: 'arn',
    types: typesButTrust,
    title: 'A resource is neither `*` nor an ARN.',
    repair: 'Write an ARN, which starts with `arn:`.',
    bad: () => resource('my-bucket/*'),
    good: () => ({ policy: good }),
    look: {
      at: 'reading',
      codes: ['resource-format'],
      when: (problem, subject) => !isShortForm(problem, subject),
    },
  },
  {
    id: 'arn-missing-fields',
    awsCode: 'MISSING_ARN_FIELD',
    severity: 'error',
    category: 'arn',
    types: typesButTrust,
    title: 'An ARN has fewer than its six fields.',
    repair: 'Write `arn:partition:service:region:account:resource`; empty fields keep their colons.',
    bad: () => resource('arn:aws:s3:bucket'),
    good: () => ({ policy: good }),
    look: { at: 'statement', find: (statement) => eachText(statement, findMissingFields) },
  },
  {
    id: 'arn-partition',
    awsCode: 'INVALID_PARTITION',
    severity: 'error',
    category: 'arn',
    types: typesButTrust,
    title: 'The second field of an ARN is no partition of AWS.',
    repair: 'Write `aws`, `aws-cn`, `aws-us-gov` or the partition that you mean.',
    bad: () => resource('arn:aws-gov:s3:::acme-data'),
    good: () => ({ policy: good }),
    look: { at: 'statement', find: (statement) => eachArn(statement, findPartitionProblem) },
  },
  {
    id: 'arn-service-case',
    awsCode: 'INVALID_ARN_SERVICE_CASE',
    severity: 'error',
    category: 'arn',
    types: typesButTrust,
    title: 'The service of an ARN has capital letters.',
    repair: 'Write the service in small letters.',
    bad: () => resource('arn:aws:S3:::acme-data'),
    good: () => ({ policy: good }),
    look: { at: 'statement', find: (statement) => eachArn(statement, findServiceCase) },
  },
  {
    id: 'arn-unknown-service',
    awsCode: 'INVALID_SERVICE',
    severity: 'error',
    category: 'arn',
    types: typesButTrust,
    title: 'No service has ARNs with this third field.',
    repair: 'Write the service that the resource is of.',
    bad: () => resource('arn:aws:dyanmodb:us-east-1:111122223333:table/orders'),
    good: () => ({ policy: good }),
    look: { at: 'statement', find: (statement) => eachArn(statement, findUnknownService) },
  },
  {
    id: 'arn-region',
    awsCode: 'INVALID_ARN_REGION',
    severity: 'error',
    category: 'arn',
    types: typesButTrust,
    title: 'The fourth field of an ARN is no region.',
    repair: 'Write the region’s name, or `*`.',
    bad: () => resource('arn:aws:sqs:us-est-1:111122223333:orders'),
    good: () => ({ policy: good }),
    look: { at: 'statement', find: (statement) => eachArn(statement, findRegionProblem) },
  },
  {
    id: 'arn-account',
    awsCode: 'INVALID_ARN_ACCOUNT',
    severity: 'error',
    category: 'arn',
    types: typesButTrust,
    title: 'The fifth field of an ARN is no account: twelve digits.',
    repair: 'Write the twelve digits of the account, or `*`.',
    bad: () => resource('arn:aws:sqs:us-east-1:1234:orders'),
    good: () => ({ policy: good }),
    look: { at: 'statement', find: (statement) => eachArn(statement, findAccountProblem) },
  },
  {
    id: 'arn-resource-format',
    awsCode: 'INVALID_ARN_RESOURCE',
    severity: 'error',
    category: 'arn',
    types: typesButTrust,
    title: 'No resource of the service has ARNs of this form.',
    repair: 'Write the ARN in one of the service’s forms.',
    bad: () => resource('arn:aws:iam::111122223333:rol/app'),
    good: () => ({ policy: good }),
    look: { at: 'statement', find: (statement) => eachArn(statement, findFormatProblem) },
  },
  {
    id: 'arn-region-required',
    awsCode: 'MISSING_ARN_REGION',
    severity: 'error',
    category: 'arn',
    types: typesButTrust,
    title: 'The region is empty in an ARN of resources that have one.',
    repair: 'Add the region, or `*`.',
    bad: () => resource('arn:aws:lambda::111122223333:function:app'),
    good: () => ({ policy: good }),
    look: {
      at: 'statement',
      find: (statement) => eachArn(statement, (arn) => missingField(arn, 'region', '${Region}')),
    },
  },
  {
    id: 'arn-region-not-allowed',
    awsCode: 'ARN_REGION_NOT_ALLOWED',
    severity: 'error',
    category: 'arn',
    types: typesButTrust,
    title: 'An ARN has a region, and resources of its form have none.',
    repair: 'Leave the region empty.',
    bad: () => resource('arn:aws:iam:us-east-1:111122223333:role/app'),
    good: () => ({ policy: good }),
    look: { at: 'statement', find: (statement) => eachArn(statement, (arn) => needlessField(arn, 'region')) },
  },
  {
    id: 'arn-account-required',
    awsCode: 'MISSING_ARN_ACCOUNT',
    severity: 'error',
    category: 'arn',
    types: typesButTrust,
    title: 'The account is empty in an ARN of resources that have one.',
    repair: 'Add the account’s twelve digits, or `*`.',
    bad: () => resource('arn:aws:sqs:us-east-1::orders'),
    good: () => ({ policy: good }),
    look: {
      at: 'statement',
      find: (statement) => eachArn(statement, (arn) => missingField(arn, 'account', '${Account}')),
    },
  },
  {
    id: 'arn-account-not-allowed',
    awsCode: 'ARN_ACCOUNT_NOT_ALLOWED',
    severity: 'error',
    category: 'arn',
    types: typesButTrust,
    title: 'An ARN has an account, and resources of its form have none.',
    repair: 'Leave the account empty.',
    bad: () => resource('arn:aws:s3::111122223333:acme-data'),
    good: () => ({ policy: good }),
    look: {
      at: 'statement',
      find: (statement) => eachArn(statement, (arn) => needlessField(arn, 'account')),
    },
  },
];

/** An ARN of a policy: the fields as they are written, and once more with `*` for each variable. */
interface PatternArn {
  readonly value: Value;
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
  /** With `*` for each variable. */
  readonly plain: string;
}

function* eachText(
  { resource: element }: StatementParts,
  find: (value: Value) => Found | undefined,
): Iterable<Found> {
  for (const value of element?.values ?? []) {
    const found = find(value);
    if (found !== undefined) yield found;
  }
}

/** `execute-api:/prod/GET/pets`: API Gateway writes out the ARN of its own API where the policy is saved. */
function isShortForm({ span }: Diagnostic, { resourceType, source }: Subject): boolean {
  if (span === undefined || resourceType !== 'AWS::ApiGateway::RestApi') return false;
  const from = (source.lineStarts()[span.line - 1] ?? 0) + span.column - 1;
  return /^["']?execute-api:\//.test(source.text.slice(from));
}

function* eachArn(
  statement: StatementParts,
  find: (arn: PatternArn) => Omit<Found, 'at'> | undefined,
): Iterable<Found> {
  for (const value of statement.resource?.values ?? []) {
    const arn = readArn(value);
    const found = arn === undefined ? undefined : find(arn);
    if (found !== undefined) yield { at: value, ...found };
  }
}

const known = new WeakMap<Value, PatternArn | 'none'>();

/** Undefined where it is no ARN of six fields: another rule says so. */
function readArn(value: Value): PatternArn | undefined {
  let arn = known.get(value);
  if (arn === undefined) known.set(value, (arn = takeApart(value) ?? 'none'));
  return arn === 'none' ? undefined : arn;
}

function takeApart(value: Value): PatternArn | undefined {
  const plain = value.text.replace(/\$\{[^{}]*\}/g, '*');
  const [prefix, partition, service, region, account, ...rest] = plain.split(':');
  if (prefix !== 'arn' || rest.length === 0) return undefined;
  if (partition === undefined || service === undefined || region === undefined || account === undefined)
    return undefined;
  return { value, partition, service, region, account, resource: rest.join(':'), plain };
}

function isPattern(field: string): boolean {
  return /[*?]/.test(field);
}

function findMissingFields(value: Value): Found | undefined {
  const fields = value.text.replace(/\$\{[^{}]*\}/g, '*').split(':');
  if (fields[0] !== 'arn' || fields.length >= 6) return undefined;
  // A star at the end of a field takes the rest of them too.
  if (fields.at(-1)?.endsWith('*') === true && fields.length > 1) return undefined;
  return { at: value, message: `${quoted(value.text)} has ${fields.length} of the six fields of an ARN` };
}

function findPartitionProblem({ partition }: PatternArn) {
  if (isPattern(partition) || findPartition(partition) !== undefined) return undefined;
  const near = nearest(
    partition,
    partitions.map(({ id }) => id),
  );
  return {
    message: `${quoted(partition)} is no partition of AWS`,
    ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
  };
}

function findServiceCase({ service }: PatternArn) {
  const lower = service.toLowerCase();
  if (service === lower) return undefined;
  return { message: `the service ${quoted(service)} has capital letters`, hint: `Write \`${lower}\`.` };
}

/** Whether ARNs with this third field are known, of whichever service. */
function isArnService(service: string): boolean {
  return (
    findService(service) !== undefined ||
    foreignPrefixes().arn.has(service) ||
    resourceTypesOfArnService(service).length > 0
  );
}

function findUnknownService({ service }: PatternArn) {
  const lower = service.toLowerCase();
  if (service === '' || isPattern(service) || isArnService(lower)) return undefined;
  const near = nearest(
    lower,
    services().map(({ prefix }) => prefix),
  );
  return {
    message: `no service has ARNs of ${quoted(service)} in the data of ${dataVersions().iam.date}`,
    ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
  };
}

function findRegionProblem({ region }: PatternArn) {
  if (region === '' || isPattern(region) || regions.includes(region)) return undefined;
  const near = nearest(region, regions);
  if (near !== undefined)
    return { message: `${quoted(region)} is no region`, hint: `Did you mean \`${near}\`?` };
  // Of a region's form: one that is newer than the list.
  const isNew = partitionOfRegion(region) !== undefined;
  return {
    message: isNew ? `${quoted(region)} is not in the list of regions` : `${quoted(region)} is no region`,
    ...(isNew ? { severity: 'warning' as const } : {}),
  };
}

function findAccountProblem({ account, service }: PatternArn) {
  if (account === '' || account === 'aws' || isPattern(account) || /^\d{12}$/.test(account)) return undefined;
  // A form of the service may have a word of its own there, as CloudFront's users and AWS's own policies.
  if (formatsOf(service).some(({ arnFormat }) => arnFormat.split(':')[4] === account)) return undefined;
  return { message: `${quoted(account)} is no account: it has twelve digits` };
}

const formatsByService = new Map<string, readonly ResourceType[]>();

function formatsOf(service: string): readonly ResourceType[] {
  if (isPattern(service)) return [];
  let formats = formatsByService.get(service);
  if (formats === undefined) {
    formats = resourceTypesOfArnService(service.toLowerCase());
    // Names that no service has may be as many as a file holds.
    if (formats.length > 0) formatsByService.set(service, formats);
  }
  return formats;
}

function findFormatProblem({ plain, value, service, resource: last }: PatternArn) {
  const formats = formatsOf(service);
  if (formats.length === 0 || formats.some(({ arnFormat }) => fitsFormat(plain, arnFormat))) return undefined;
  // Where the last field fits a form, what is wrong is the region or the account, which other rules tell.
  if (formatsOfLast(last, formats).length > 0) return undefined;
  const isOpen = isPattern(last.split(/[/:]/, 1)[0] ?? '');
  const closest = closestFormat(last, formats);
  return {
    message: `no resource of ${quoted(service)} has an ARN like ${quoted(value.text)}`,
    ...(closest === undefined ? {} : { hint: `The closest form is \`${closest}\`.` }),
    ...(isOpen ? { severity: 'warning' as const } : {}),
  };
}

/** The forms whose last field the text fits. */
function formatsOfLast(last: string, formats: readonly ResourceType[]): readonly ResourceType[] {
  const arn = `arn:x:x:x:x:${last}`;
  return formats.filter(({ arnFormat }) => fitsFormat(arn, formOfLast(arnFormat)));
}

const formsOfLast = new Map<string, string>();

/** The format with its last field alone. */
function formOfLast(arnFormat: string): string {
  let form = formsOfLast.get(arnFormat);
  if (form === undefined) {
    form = `arn:\${Partition}:x:x:x:${arnFormat.split(':').slice(5).join(':')}`;
    formsOfLast.set(arnFormat, form);
  }
  return form;
}

function closestFormat(last: string, formats: readonly ResourceType[]): string | undefined {
  const begins = (text: string) => text.split(/[/:]/, 1)[0] ?? '';
  const byStart = new Map(
    formats.map(({ arnFormat }) => [begins(arnFormat.split(':').slice(5).join(':')), arnFormat]),
  );
  const near = nearest(begins(last), byStart.keys());
  return near === undefined ? formats[0]?.arnFormat : byStart.get(near);
}

const indexOfField = { region: 3, account: 4 } as const;

type Field = keyof typeof indexOfField;

const fitting = new WeakMap<PatternArn, readonly ResourceType[]>();

/** The fields of the forms that the last field fits; none where no form is known. */
function fieldsOf(arn: PatternArn, field: Field): readonly string[] {
  let formats = fitting.get(arn);
  if (formats === undefined)
    fitting.set(arn, (formats = formatsOfLast(arn.resource, formatsOf(arn.service))));
  return formats.map(({ arnFormat }) => arnFormat.split(':', 5)[indexOfField[field]] ?? '');
}

/** Resources that AWS itself owns: their ARNs have no account. */
const ofAws: Readonly<Record<string, RegExp>> = {
  ec2: /^(?:image|snapshot)\//,
  ssm: /^(?:document|automation-definition|parameter)\//,
  'resource-explorer-2': /^(?:managed-)?view\/AWS/,
};

function missingField(arn: PatternArn, field: Field, variable: string) {
  if (arn[field] !== '' || /^[*?]/.test(arn.resource)) return undefined;
  if (field === 'account' && ofAws[arn.service]?.test(arn.resource) === true) return undefined;
  const fields = fieldsOf(arn, field);
  if (fields.length === 0 || !fields.every((one) => one === variable)) return undefined;
  return {
    message: `${quoted(arn.value.text)} has no ${field}, and such resources of ${quoted(arn.service)} have one`,
  };
}

function needlessField(arn: PatternArn, field: Field) {
  // A star also matches nothing.
  if (arn[field] === '' || isPattern(arn[field])) return undefined;
  const fields = fieldsOf(arn, field);
  if (fields.length === 0 || !fields.every((one) => one === '')) return undefined;
  return {
    message: `${quoted(arn.value.text)} has the ${field} ${quoted(arn[field])}, and such resources of ${quoted(arn.service)} have none`,
  };
}
