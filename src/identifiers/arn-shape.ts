import type { Diagnostic } from '../core/evaluation.ts';
import { append } from '../core/lists.ts';
import { isAccountId, type Arn } from './arn.ts';
import type { ArnForm } from './arn-forms.ts';
import { findNameProblem, nameLimits, type NamedItem } from './name-limits.ts';
import { findPartition, partitionOfRegion } from './partition.ts';

/** What is odd about an ARN that has its six parts, and why a text has not got them. */

const fieldNames = ['arn', 'partition', 'service', 'region', 'account', 'resource'] as const;
const wildcard = /[*?]|\$\{/;

function warn(message: string, hint?: string): Diagnostic {
  return { code: 'decode/arn-shape', severity: 'warning', message, ...(hint === undefined ? {} : { hint }) };
}

/** Since 2024 IAM refuses some of these where an ARN is a parameter; in a policy they match nothing. */
export function findShapeProblems(
  arn: Arn,
  form: ArnForm,
  parts: Readonly<Record<string, string>>,
): Diagnostic[] {
  return [...findFieldProblems(arn, form), ...findNameProblems(arn, form, parts)];
}

function findFieldProblems(arn: Arn, form: ArnForm): Diagnostic[] {
  const { partition, service, region, account, resource, text } = arn;
  const found: Diagnostic[] = [];
  const isGlobal = service === 'iam' || service === 'sts';

  if (findPartition(partition) === undefined && !wildcard.test(partition)) {
    found.push(warn(`\`${partition}\` is not a partition of AWS`, 'The usual one is `aws`.'));
  }
  if (service !== service.toLowerCase() && !wildcard.test(service)) {
    found.push(
      warn(`the service \`${service}\` is not in small letters`, `Write \`${service.toLowerCase()}\`.`),
    );
  }
  if (service === '') found.push(warn('the service field is empty'));
  if (isGlobal && region !== '' && region !== '*') {
    found.push(
      warn(
        `the region field holds \`${region}\`, in ${service} it is empty`,
        `Write \`arn:${partition}:${service}::${account}:${resource}\`.`,
      ),
    );
  } else if (region !== '' && !wildcard.test(region)) {
    append(found, findRegionProblems(partition, region));
  }
  append(found, findAccountProblems(arn));
  if (resource === '') found.push(warn('the resource field is empty'));
  if (resource.startsWith(':')) {
    const fields = text.split(':').length;
    const hint = `Write \`arn:${partition}:${service}:${region}:${account}:${resource.replace(/^:+/, '')}\`.`;
    found.push(warn(`the ARN has ${fields} fields: one colon too many before the resource`, hint));
  } else if (isGlobal && isGenericForm(form) && resource !== '' && resource !== '*') {
    found.push(describeUnknownType(arn));
  }
  return found;
}

function findRegionProblems(partition: string, region: string): Diagnostic[] {
  const home = partitionOfRegion(region);
  if (home === undefined) {
    return isAccountId(region)
      ? [warn('the account stands in the region field: a colon is missing before it')]
      : [];
  }
  if (home.id === partition) return [];
  return [
    warn(
      `the region \`${region}\` belongs to the partition \`${home.id}\`, not to \`${partition}\``,
      'An ARN never crosses partitions.',
    ),
  ];
}

function findAccountProblems({ partition, service, region, account, resource }: Arn): Diagnostic[] {
  const isGlobal = service === 'iam' || service === 'sts';
  if (account === '') {
    if (!isGlobal) return [];
    return [
      warn(
        `the account field is empty, ${service} needs one`,
        `Write \`arn:${partition}:${service}::ACCOUNT:${resource}\`.`,
      ),
    ];
  }
  if (
    service === 's3' &&
    !/^(accesspoint|job|storage-lens|async-request|access-grants)/.test(resource) &&
    !wildcard.test(resource)
  ) {
    return [
      warn(
        'bucket names are global: an S3 bucket ARN has an empty region and account',
        `Write \`arn:${partition}:s3:::${resource}\`.`,
      ),
    ];
  }
  if (isAccountId(account) || wildcard.test(account) || /^(aws|amazon|cloudfront|aws-managed)$/.test(account))
    return [];
  const digits = account.replace(/[-\s]/g, '');
  if (isAccountId(digits)) {
    return [
      warn(
        `the account \`${account}\` has hyphens`,
        `Write \`arn:${partition}:${service}:${region}:${digits}:${resource}\`.`,
      ),
    ];
  }
  return [warn(`\`${account}\` is not an account id of 12 digits`)];
}

function isGenericForm({ id }: ArnForm): boolean {
  return id === 'type-slash-name' || id === 'type-colon-name' || id === 'name-alone';
}

function describeUnknownType({ partition, service, account, resource }: Arn): Diagnostic {
  const type = resource.split(/[/:]/, 1)[0] ?? '';
  const other = service === 'iam' ? 'sts' : 'iam';
  const belongs =
    service === 'iam'
      ? /^(assumed-role|federated-user)$/
      : /^(user|role|group|policy|saml-provider|oidc-provider)$/;
  if (belongs.test(type)) {
    return warn(
      `\`${type}\` belongs to ${other}, not to ${service}`,
      `Write \`arn:${partition}:${other}::${account}:${resource}\`.`,
    );
  }
  if (service === 'sts' && type === 'assumed-role') {
    return warn('a session ARN is `assumed-role/ROLE/SESSION`: it never holds the path of the role');
  }
  if (resource === type) return warn(`\`${resource}\` names no resource`, `The form is \`${type}/NAME\`.`);
  return warn(`\`${type}\` is not a resource type of ${service}`);
}

function findNameProblems(
  { text, resource }: Arn,
  form: ArnForm,
  parts: Readonly<Record<string, string>>,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (resource !== resource.trimEnd()) found.push(warn('blanks at the end are part of the ARN'));
  if (wildcard.test(text)) return found;
  const check = (item: NamedItem, value: string | undefined): void => {
    const problem = value === undefined ? undefined : findNameProblem(item, value);
    if (problem !== undefined)
      found.push({ code: 'decode/name', severity: 'warning', message: `\`${value ?? ''}\` ${problem}` });
  };
  if (text.length > nameLimits.arn.max)
    found.push(warn(`the ARN has ${text.length} characters, an ARN has 20 to 2048`));
  if (form.service === 'iam' && form.id !== 'cloudfront-oai') {
    if (isNamedItem(form.resourceType)) check(form.resourceType, parts['name']);
    check(form.resourceType === 'policy' ? 'policy-path' : 'path', parts['path']);
  }
  if (form.service === 'sts') {
    if (parts['roleName']?.startsWith('aws:') !== true) check('role', parts['roleName']);
    check('session-name', parts['sessionName']);
    if (form.resourceType === 'federated-user') check('federated-user', parts['name']);
  }
  return found;
}

function isNamedItem(text: string): text is NamedItem {
  return Object.hasOwn(nameLimits, text);
}

export interface BrokenArn {
  readonly because: string;
  readonly hint: string;
}

/** For a text that begins like an ARN and has fewer than five colons. */
export function describeBrokenArn(text: string): BrokenArn {
  const fields = text.split(':');
  const missing = fieldNames.slice(fields.length);
  const [, partition = 'aws', service = ''] = fields;
  const because = `has ${fields.length} of the six fields of an ARN`;
  const account = fields.slice(3).find(isAccountId);
  const resource = fields.at(-1) ?? '';

  if (service === 'iam' || service === 'sts') {
    if (account !== undefined && resource !== account && fields.length === 5) {
      const right = `arn:${partition}:${service}::${account}:${resource}`;
      return {
        because: `${because}: the region field is missing`,
        hint: `Write \`${right}\`: the region is empty.`,
      };
    }
    if (account === undefined && fields.length === 5) {
      const right = `arn:${partition}:${service}::ACCOUNT:${resource}`;
      return {
        because: `${because}: the region or the account is missing`,
        hint: `Write \`${right}\`: the region is empty.`,
      };
    }
  }
  if (service === 's3' && fields.length < 6 && fields.length > 3) {
    const right = `arn:${partition}:s3:::${fields
      .slice(3)
      .filter((field) => field !== '')
      .join('')}`;
    return {
      because: `${because}: the region and the account field are missing`,
      hint: `Write \`${right}\`: both are empty.`,
    };
  }
  return {
    because: `${because}: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
    hint: 'The form is `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`; the region is empty in iam and sts.',
  };
}
