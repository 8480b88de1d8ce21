import { nearest } from '../../core/nearest.ts';
import { findService, services } from '../../data/services.ts';
import { quoted } from '../../formats/problem.ts';
import { partitions } from '../../identifiers/partition.ts';
import type { StatementParts, Value } from '../../policy/policy.ts';
import { trust } from '../example.ts';
import { allTypes, type Found, type Rule } from '../rule.ts';
import { testsOf } from '../subject.ts';

/** The names of services as principals: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services */
export const serviceNameRules: readonly Rule[] = [
  {
    id: 'service-principal-format',
    awsCode: 'INVALID_SERVICE_PRINCIPAL_FORMAT',
    severity: 'error',
    category: 'principal',
    types: allTypes,
    title:
      'A service principal is not small letters that end in the partition’s domain, as `lambda.amazonaws.com`.',
    repair: 'Write it like `lambda.amazonaws.com`.',
    bad: () => ({ policy: trust({ Principal: { Service: 'Lambda' } }), type: 'trust', at: '"Lambda"' }),
    good: () => ({ policy: trust({}), type: 'trust' }),
    look: { at: 'statement', find: findBadForms },
  },
  {
    id: 'service-principal-misspelled',
    severity: 'warning',
    category: 'principal',
    types: allTypes,
    title: 'No service has the name of a service principal, and one has nearly the same.',
    repair: 'Write the name of the service.',
    bad: () => ({
      policy: trust({ Principal: { Service: 'lamda.amazonaws.com' } }),
      type: 'trust',
      at: '"lamda.amazonaws.com"',
    }),
    good: () => ({ policy: trust({ Principal: { Service: 'lambda.amazonaws.com' } }), type: 'trust' }),
    look: { at: 'statement', find: findMisspelled },
  },
];

const suffixes = [...new Set(partitions.map(({ dnsSuffix }) => dnsSuffix))];

/** What stands before a partition's domain; undefined where the text is no name of a service. */
function nameIn(text: string): string | undefined {
  // Alexa calls functions under a domain of its own.
  if (/^alexa-[a-z]+\.amazon\.com$/.test(text)) return '';
  const suffix = suffixes.find((one) => text.endsWith(`.${one}`));
  const name = suffix === undefined ? '' : text.slice(0, -suffix.length - 1);
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(name) ? name : undefined;
}

/** Keys whose values are service principals. */
const keysOfServices =
  /^(?:aws:principalservicename|aws:principalservicenameslist|aws:calledvia(?:first|last)?|iam:passedtoservice|iam:awsservicename)$/;

interface Named {
  readonly value: Value;
  readonly text: string;
  /** Of a key that wants the region too. */
  readonly isRegional: boolean;
}

/** Every name of a service in a statement; signs that a Like operator reads stand as `x`. */
function* namesIn(statement: StatementParts): Iterable<Named> {
  for (const value of statement.principal?.values ?? [])
    if (value.kind === 'Service' && value.text !== '*') yield { value, text: value.text, isRegional: false };
  for (const test of testsOf(statement)) {
    const key = test.key.text.toLowerCase();
    const isLike = test.parsed?.base === 'StringLike' || test.parsed?.base === 'StringNotLike';
    if (!keysOfServices.test(key) && key !== 'kms:viaservice') continue;
    if (test.parsed === undefined || !test.parsed.base.startsWith('String')) continue;
    for (const value of test.values) {
      if (value.text.includes('${') || (isLike && /\*$/.test(value.text))) continue;
      const text = isLike ? value.text.replace(/[*?]+/g, 'x') : value.text;
      yield { value, text, isRegional: key === 'kms:viaservice' && !isLike };
    }
  }
}

function* findBadForms(statement: StatementParts): Iterable<Found> {
  for (const { value, text, isRegional } of namesIn(statement)) {
    if (nameIn(text) === undefined) yield noService(value);
    else if (isRegional && text.split('.').length < 4)
      yield {
        at: value,
        message: `${quoted(value.text)} has no region, and kms:ViaService has one`,
        hint: 'Write it like `s3.eu-west-1.amazonaws.com`.',
      };
  }
}

function noService(value: Value): Found {
  const name = value.text.toLowerCase().split('.', 1)[0] ?? '';
  return {
    at: value,
    message: `${quoted(value.text)} is not the name of a service principal`,
    ...(/^[a-z][a-z0-9-]*$/.test(name) ? { hint: `Write it like \`${name}.amazonaws.com\`.` } : {}),
  };
}

/**
 * Parts of the names of service principals that are no prefix of an action, as AWS's own managed policies and the pages of
 * the services have them. AWS publishes no list: what is near to none of all is not told.
 */
const otherNames = new Set(
  (
    'access-grants agent agentless ami apidestinations application-insights assets automation batch-operations batchoperations bcm ' +
    'builder build canary capacitymanager cassandra-streams channels codecatalyst-runner config-conforms config-multiaccountsetup ' +
    'context continuousexport contract contributorinsights credentials custom data-source delivery directquery dmsintegration docdb ' +
    'ec2fastlaunch ec2fleet ec2scheduled ecs-compute ecs-optimized ecs-tasks edgelambda eks-connector eks-fargate eks-fargate-pods ' +
    'eks-nodegroup email enhanced-monitoring export hooks integrations ipam jobs kinesisreplication lexv2 license-management logger ' +
    'lustre macie mailmanager maintenance malware-protection malware-protection-plan marketplace member member-account metrics ' +
    'migrationhub mobilehub monitoring multiaccountsetup neptune network observability opensearchservice ops ops-sns orgsdatasync ' +
    'pods private-marketplace public reachabilityanalyzer remediation replication replicator reporting resources rds-preview scaler ' +
    'scraper securityhubv2 servicecatalog-appregistry session smsintegration spot spotfleet stacksets storage-lens streams sync tasks ' +
    'tagpolicies thirdparty transitgateway vmie vpc-flow-logs'
  ).split(' '),
);

function* findMisspelled(statement: StatementParts): Iterable<Found> {
  for (const { value, text } of namesIn(statement)) {
    // A name of which a part is a pattern may be any.
    if (text !== value.text) continue;
    const labels = (nameIn(text) ?? '')
      .split('.')
      .filter((label) => !/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(label));
    const [label = ''] = labels;
    if (label.length < minLength || labels.some(isKnown)) continue;
    const near = nearest(label, [...services().map(({ prefix }) => prefix), ...otherNames]);
    if (near === undefined) continue;
    yield {
      at: value,
      message: `no service is known as ${quoted(value.text)}`,
      hint: `Did you mean \`${text.replace(label, near)}\`?`,
    };
  }
}

/** Shorter names are near to too many. */
const minLength = 4;

function isKnown(label: string): boolean {
  return findService(label) !== undefined || otherNames.has(label);
}
