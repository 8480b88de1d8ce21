import type { Raw } from '../core/raw.ts';
import type { Shown } from '../core/shown.ts';
import { printArn, printHosts, printPath, printUrl } from './addresses.ts';
import { printCommand } from './command.ts';
import {
  printAccount,
  printKeyId,
  printName,
  printNothing,
  printNumber,
  printRoleName,
  printTime,
  printWord,
} from './names.ts';
import { printRegion } from './region.ts';
import { asShown } from './shape.ts';

export type Printer = (raw: Raw) => Shown;

const keyIdName = /access_?key_?id$|^aws_access_key$/;

/** Whether the name, in any letters, is one of an access key id. */
export function isKeyIdName(name: string): boolean {
  return keyIdName.test(name.toLowerCase());
}

/**
 * What kind of text a setting holds, by its name in small letters in a file, in the environment, as an option; the first
 * row counts. An expression that minds no case takes V8 three times as long to compile.
 */
const rows: readonly (readonly [RegExp, Printer])[] = [
  [/secret|token(?!_file)|passw|private.?key|bearer/, printSecret],
  [keyIdName, printKeyId],
  [/credential_process$/, printCommand],
  [/_arn$|^login_session$/, printArn],
  [/(?:^|[._-])mfa_serial$/, printSerial],
  [/account_?id$/, printAccount],
  [/role_name$|role_session_name$/, printRoleName],
  [/region$/, printRegion],
  [/(?:_file|_bundle|_directory|^boto_config|^aws_shared_credentials_file|^home|^path)$/, printPath],
  [/^no_proxy$/, printHosts],
  [/^(?:aws_)?use_\w+_endpoint$/, printWord],
  [/endpoint(?:_url(?:_(?:iam|signin|sso|sso_oidc|sts))?)?$|(?:_uri|_url|proxy)$/, printUrl],
  [/profile$|^sso_session$|^services$|^--sso-session$/, printName],
  [/duration_seconds$|_attempts$|_timeout$|_expiration$/, printNumberOrTime],
  [
    /^output$|_disabled$|_mode$|_source$|^--sdk$|ipv6$|^aws_sdk_load_config$|^(?:aws_)?(?:use|ignore)_\w+$|sts_regional_endpoints$/,
    printWord,
  ],
];

/** Names are asked for again and again, once for each tool. */
const printerOf = new Map<string, Printer>();

/** The value of the setting as it may be shown; of one that is not in the table no more than its length. */
export function printSetting(name: string, raw: Raw): Shown {
  if (raw.isEmpty) return asShown('empty');
  let print = printerOf.get(name);
  if (print === undefined) {
    print = rowOf(name.toLowerCase())?.[1] ?? printNothing;
    printerOf.set(name, print);
  }
  return print(raw);
}

function rowOf(lowerName: string): (typeof rows)[number] | undefined {
  return rows.find(([pattern]) => pattern.test(lowerName));
}

function printSecret(raw: Raw): Shown {
  return asShown(raw.isEmpty ? 'empty' : 'set, not shown');
}

/** An ARN, or the number of a device: https://docs.aws.amazon.com/IAM/latest/APIReference/API_MFADevice.html */
function printSerial(raw: Raw): Shown {
  return raw.fits(/^arn:/) ? printArn(raw) : printNothing(raw);
}

function printNumberOrTime(raw: Raw): Shown {
  return raw.fits(/^\d{4}-\d\d-\d\d/) ? printTime(raw) : printNumber(raw);
}
