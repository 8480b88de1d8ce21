/** `arn:partition:service:region:account:resource`, split on the first five colons: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** May hold colons and slashes. */
  readonly resource: string;
  readonly text: string;
}

/** The six parts, or undefined where the text has not got them. Checks no part but the first. */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const service = text.indexOf(':', 4) + 1;
  if (service === 0) return undefined;
  const region = text.indexOf(':', service) + 1;
  if (region === 0) return undefined;
  const account = text.indexOf(':', region) + 1;
  if (account === 0) return undefined;
  const resource = text.indexOf(':', account) + 1;
  if (resource === 0) return undefined;
  return {
    partition: text.slice(4, service - 1),
    service: text.slice(service, region - 1),
    region: text.slice(region, account - 1),
    account: text.slice(account, resource - 1),
    resource: text.slice(resource),
    text,
  };
}

export interface NameWithPath {
  /** With its leading and trailing slash; `/` where there is none. */
  readonly path: string;
  readonly name: string;
}

/** Splits `a/b/NAME` at the last slash: what stands before it is the path. */
export function splitPath(pathAndName: string): NameWithPath {
  const slash = pathAndName.lastIndexOf('/');
  return { path: `/${pathAndName.slice(0, slash + 1)}`, name: pathAndName.slice(slash + 1) };
}

/** Twelve digits. */
export function isAccountId(text: string): boolean {
  return text.length === 12 && /^[0-9]{12}$/.test(text);
}
