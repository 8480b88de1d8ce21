import { IamxError } from '../../core/error.ts';
import type { Host } from '../../core/host.ts';
import { parseDate } from '../../core/instant.ts';
import { addTo, smallest } from '../../core/lists.ts';
import { readTextFile } from '../../formats/read-source.ts';
import { readXmlTree, type XmlElement } from '../../formats/xml.ts';

/** STS takes no longer ones: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html */
const longestAssertion = 100_000;
const ofAws = 'https://aws.amazon.com/SAML/Attributes/';

/**
 * What a SAML response says to AWS. Nobody checked its signature: AWS does.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
 */
export interface Assertion {
  /** Each role with the provider that vouches for it, as its attribute pairs them. */
  readonly roles: readonly { readonly role: string; readonly provider: string }[];
  readonly sessionName: string | undefined;
  readonly sourceIdentity: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
  readonly transitiveTagKeys: readonly string[];
  /** Condition keys that STS makes of it: `SAML:aud`, `SAML:iss`, `SAML:sub`, `SAML:sub_type`. */
  readonly keys: ReadonlyMap<string, string>;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number | undefined;
  readonly notBefore: number | undefined;
  readonly expiresAt: number | undefined;
}

/** Reads a response as the identity provider posts it, in Base64, or its XML; it goes nowhere. Throws `usage`, and what reading a file throws. */
export async function readAssertion(host: Host, path: string): Promise<Assertion> {
  const { source } = await readTextFile(host, path);
  const text = source.text.trim();
  const wrong = (message: string) =>
    new IamxError('usage', `the file of \`--saml-assertion\` ${message}`, {
      hint: 'It holds one SAML response: the value of SAMLResponse that the browser posts to AWS, in Base64, or its XML.',
    });
  if (text.length > longestAssertion)
    throw wrong(`has ${text.length} characters, and STS takes ${longestAssertion}`);
  const isXml = text.startsWith('<');
  // The names of its elements are words of ours, too: of a text with marks in it nothing but the signatures is secret.
  if (!text.includes('<')) host.secrets.addValue(text);
  const root = readXmlTree(isXml ? text : decodeBase64(text));
  if (root === undefined) throw wrong('holds no SAML response: it is cut, or of another kind');
  for (const name of ['SignatureValue', 'DigestValue'])
    for (const { text: value } of all(root, name)) host.secrets.addValue(value.trim());
  if (find(root, 'EncryptedAssertion') !== undefined)
    throw wrong('holds an encrypted assertion, which AWS alone can read');
  const assertion = root.name === 'Assertion' ? root : find(root, 'Assertion');
  if (assertion === undefined) throw wrong('holds no assertion');
  const read = assertionOf(assertion);
  if (read.roles.length === 0)
    throw wrong(`names no role: it has no attribute ${ofAws}Role with a role and its provider`);
  return read;
}

/** Nothing where it is no Base64. */
function decodeBase64(text: string): string {
  try {
    const bytes = Uint8Array.from(atob(text.replace(/\s+/g, '')), (one) => one.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
  } catch {
    return '';
  }
}

function assertionOf(assertion: XmlElement): Assertion {
  const attributes = attributesOf(assertion);
  const one = (name: string) => attributes.get(ofAws + name)?.[0];
  const data = find(assertion, 'SubjectConfirmationData')?.attributes;
  const conditions = find(assertion, 'Conditions')?.attributes;
  const ends = [data?.get('NotOnOrAfter'), conditions?.get('NotOnOrAfter')].flatMap(
    (text) => timeOf(text) ?? [],
  );
  return {
    roles: (attributes.get(`${ofAws}Role`) ?? []).flatMap(pairOf),
    sessionName: one('RoleSessionName'),
    sourceIdentity: one('SourceIdentity'),
    tags: tagsOf(attributes),
    transitiveTagKeys: attributes.get(`${ofAws}TransitiveTagKeys`) ?? [],
    keys: keysOf(assertion, data?.get('Recipient')),
    issuedAt: timeOf(assertion.attributes.get('IssueInstant')),
    notBefore: timeOf(conditions?.get('NotBefore')),
    expiresAt: ends.length === 0 ? undefined : smallest(ends),
  };
}

function attributesOf(assertion: XmlElement): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const attribute of all(assertion, 'Attribute')) {
    const name = attribute.attributes.get('Name') ?? '';
    const values = attribute.children.filter((child) => child.name === 'AttributeValue');
    for (const { text } of values) addTo(found, name, text.trim());
  }
  return found;
}

/** Two ARNs with a comma between them, in either order. */
function pairOf(text: string): Assertion['roles'] {
  const arns = text.split(',').map((part) => part.trim());
  const role = arns.find((arn) => arn.includes(':role/'));
  const provider = arns.find((arn) => arn.includes(':saml-provider/'));
  return role === undefined || provider === undefined || arns.length !== 2 ? [] : [{ role, provider }];
}

function tagsOf(attributes: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, string> {
  const prefix = `${ofAws}PrincipalTag:`;
  return new Map(
    [...attributes].flatMap(([name, [value = '']]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
    ),
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml */
function keysOf(assertion: XmlElement, recipient: string | undefined): ReadonlyMap<string, string> {
  const name = find(assertion, 'NameID');
  const format = name?.attributes.get('Format');
  const kind = /^urn:oasis:names:tc:SAML:2\.0:nameid-format:(persistent|transient)$/.exec(format ?? '')?.[1];
  const issuer = assertion.children.find((child) => child.name === 'Issuer')?.text.trim();
  const keys = [
    ['SAML:aud', recipient],
    ['SAML:iss', issuer],
    ['SAML:sub', name?.text.trim()],
    ['SAML:sub_type', kind ?? format],
  ] as const;
  return new Map(keys.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}

function timeOf(text: string | undefined): number | undefined {
  const instant = text === undefined ? undefined : parseDate(text);
  return instant === undefined ? undefined : instant.seconds * 1000;
}

function find(element: XmlElement, name: string): XmlElement | undefined {
  return all(element, name)[0];
}

function all(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
}
