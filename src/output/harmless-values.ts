import { isSecretSetting } from './secret-names.ts';

/** Forms that no password has, names of flags behind which none stands, programs that take none. */

const forms = [
  // What is hidden already; an action, an ARN, an id of AWS, a region or zone.
  /^(?:cloudformation|dynamodb|ec2|ecr|ecs|eks|iam|kms|lambda|logs|organizations|rds|s3|secretsmanager|sns|sqs|ssm|sts):(?:[A-Z][A-Za-z]{2,60}\*?|\*)$/,
  /^\[hidden\]?$/,
  /^arn:[a-z-]{3,20}:[a-z0-9-]*:[a-z0-9-]*:\d*:\S+$/,
  /^(?:A[A-Z]{3}[A-Z0-9]{12,17}|A(?:RO|ID)A[A-Z0-9]{12,17}:[\w@.-]+|[a-z]{1,12}-[0-9a-f]{8,17})$/,
  /^[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-\d[a-z]?$/,
  // An account, a number, ports, a time, an address.
  /^(?:\d{12}|[+-]?\d{1,7}(?:\.\d{1,3})?(?:ms|[smhdkMGKB%])?|\d{1,5}(?::\d{1,5}){1,2})$/,
  /^(?:\d{4}-\d\d-\d\d(?:[T ][\d:.]{5,15}Z?)?|(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2}|:\d{1,5})?)$/,
  // A URL, whose user and query are hidden by themselves; a host of AWS.
  /^(?:https?|s3|fileb?|git::https?|ssh|tcp|unix):\/\/\S*$/,
  /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/,
  // A variable, a word that stands for a value, words of the AWS CLI and of others.
  /^(?:\$\{?(?:[A-Z][A-Z_]*|[a-z_]+)\}?|\$\{(?:var|local|data|module)\.[a-z_.]+\}|<[a-z][a-z -]*>|[^\w\s]{1,2})$/,
  /^(?:[A-Z]{2,12}[-_])?(?:ACCOUNT|ARN|CODE|DIR|FILE|ID|NAME|PATH|PROFILE|REGION|ROLE|SESSION|URL|USER|VALUE|VERSION)$/,
  /^(?:true|false|yes|no|on|off|auto|none|null|all|default|always|never|debug|info|warn|error|pipefail)$/,
  /^(?:json|text|table|yaml|yaml-stream|csv|markdown|html|GET|POST|PUT|PATCH|DELETE|HEAD|aws:kms(?::dsse)?)$/,
];
/** A folder with one above it, or what has the ending of a file. */
const paths = [
  /^(?:~|\.{1,2}|[A-Za-z]:)(?:[/\\][\w.@%{}$-]*)+$/,
  /^(?:\/[\w.@%{}$-]+){2,}\/?$/,
  /^[\w./@-]*\.(?:json|ya?ml|tf|tfvars|tfplan|hcl|txt|log|csv|xml|toml|ini|cfg|conf|env|lock|md|html|sql|zip|tar|t?gz|pem|crt|cer|pub|py|m?js|ts|go|rb|sh|jar|out)$/,
];

export function isHarmlessForm(value: string): boolean {
  if (forms.some((form) => form.test(value))) return true;
  return paths.some((path) => path.test(value)) && value.split(/[/\\]/).every(isWordy);
}

/** Small letters, capitals and digits take turns as in words: seldom. */
export function isWordy(text: string): boolean {
  const turns = text.match(/[a-z](?=[A-Z\d])|[A-Z](?=\d|[A-Z][a-z])|\d(?=[A-Za-z])/g) ?? [];
  return turns.length <= Math.max(2, text.length / 4) && !/[+=]/.test(text);
}

/** What the last word of a flag's name may be: `--role-name`, `--resource-arns`, `-ProfileName`. */
const named = new Set(
  `account acl action address alias arn attribute az base branch bucket capability capacity chdir class cluster column context count cwd day dir
  directory document domain endpoint engine event explain export family field file filter folder format from function group handler host
  hostname id image index instance interval kind label language level limit line locale location log managed manager manifest method
  mode model module month name namespace network number organization out outdir output owner package partition path pattern
  period permission platform plugin policy port prefix principal priority profile project protocol provider query queue
  rate rcp reason ref region registry release repo reporter repository resource retry role root runtime save scenario scope scp script sdk section
  service severity shell size sort source sse stack stage start state statement status step subnet suffix suggest table tag target
  task template test threshold time timeout timezone title to topic type u unit until uri url user username vault version
  view volume vpc width workspace year zone`.split(/\s+/),
);
/** Names and ids with which somebody is let in. */
const lettingIn = /(?:client|external)-?id$/i;

/** What stands behind it is what its name says; what holds the signs of settings is more than that. */
export function isNameOfHarmless(name: string, value: string): boolean {
  if (!named.has(lastWordOf(name)) || lettingIn.test(name) || isSecretSetting(name)) return false;
  return /(?:filters?|query)$/i.test(name) || /^[\w@.,:/*{}$ +-]{1,128}$/.test(value);
}

/** Of several the one: `policies`, `addresses`, `names`. */
function lastWordOf(name: string): string {
  const word =
    name
      .split(/[-_.]|(?<=[a-z])(?=[A-Z])/)
      .at(-1)
      ?.toLowerCase() ?? '';
  const ones = [word, word.replace(/ies$/, 'y'), word.replace(/es$/, ''), word.replace(/s$/, '')];
  return ones.find((one) => named.has(one)) ?? word;
}

const switches =
  /^(?:no-[\w-]+|install|upgrade|atomic|rm|save-dev|recursive|dry-?run|force|quiet|silent|verbose|debug|help|version|yes|all|wait|watch|offline|live|auto-approve|delete|strict|json|(?:in|ex)clude-[\w-]+|update-baseline)$/i;

/** No value follows it. */
export function isSwitch(name: string): boolean {
  return switches.test(name);
}

const farthest = 200;
/** Programs about files, and shells: none of their letters takes a secret. */
const programs =
  /^(?:.*\/)?(?:mkdir|rmdir|cp|mv|rm|ls|ln|tar|gzip|touch|chmod|chown|chgrp|install|cd|du|df|head|tail|sort|wc|diff|set|test|\[|scp|ps)$/;
/** Programs that start others, whose flags stand behind their own. */
const starting = /^(?:.*\/)?(?:sh|bash|dash|zsh|ksh|python3?|env|ssh|find|kubectl)$/;
const begins = /^(?:--|exec|run|debug|-(?:exec|ok)(?:dir)?)$/;
/** Letters that stand for a file, a name, a tag, a message. */
const withNames = /^(?:.*\/)?(?:helm|docker|git|make|npm)$/;

/** Whether the command in which the flag stands is one of these. */
export function takesNoSecret(text: string, flag: number): boolean {
  const before = text.slice(Math.max(0, flag - farthest), flag);
  const command = before.split(/[;&|\n"'`()]|[:=]\s/).at(-1) ?? '';
  const [program = '', ...words] = command
    .replace(/^\s*(?:[$+#>-]\s+|RUN\s+|sudo\s+){0,3}/, '')
    .trimEnd()
    .split(/\s+/);
  if (programs.test(program)) return true;
  if (withNames.test(program)) return /^-[nftwm]$/.test(text.slice(flag, flag + 3).trimEnd());
  if (!starting.test(program)) return false;
  // What it starts has flags of its own.
  if (words.every((word) => word.startsWith('-'))) return true;
  return /(?:kubectl|find)$/.test(program) && !words.some((word) => begins.test(word));
}
