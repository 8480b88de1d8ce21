/**
 * How AWS names the kinds of policies when it refuses a call: "because no IMPLICIT allows the action", "with an explicit
 * deny in EXPLICIT". Written by `simulate` and read by `explain-error`:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export interface LayerWording {
  readonly implicit: string;
  readonly explicit: string;
  /** Other wordings that AWS prints for the same. */
  readonly also?: readonly string[];
}

export const layerWordings = {
  identity: { implicit: 'identity-based policy', explicit: 'an identity-based policy' },
  boundary: { implicit: 'permissions boundary', explicit: 'a permissions boundary' },
  session: { implicit: 'session policy', explicit: 'a session policy', also: ['sessions policy'] },
  resource: { implicit: 'resource-based policy', explicit: 'a resource-based policy' },
  trust: { implicit: 'role trust policy', explicit: 'the role trust policy' },
  endpoint: { implicit: 'VPC endpoint policy', explicit: 'a VPC endpoint policy' },
  scp: { implicit: 'service control policy', explicit: 'a service control policy' },
  rcp: { implicit: 'resource control policy', explicit: 'a resource control policy' },
} as const satisfies Readonly<Record<string, LayerWording>>;

export type WordedLayer = keyof typeof layerWordings;

const byWords = new Map<string, WordedLayer>();

/** The layer of AWS's words, as `service control policy`. */
export function layerOfWords(words: string): WordedLayer | undefined {
  if (byWords.size === 0) {
    for (const [id, { implicit, ...rest }] of Object.entries(layerWordings)) {
      for (const each of [implicit, ...('also' in rest ? rest.also : [])])
        byWords.set(each, id as WordedLayer);
    }
  }
  return byWords.get(words);
}

export interface Refusal {
  readonly caller: string;
  readonly action: string;
  /** Absent where the call names none. */
  readonly resource?: string;
  readonly layer?: LayerWording;
  readonly isExplicit: boolean;
}

/** The text with which AWS refuses a call; S3 puts the ARN in quotes. */
export function refusalText({ caller, action, resource, layer, isExplicit }: Refusal): string {
  const quoted = /^s3:/i.test(action) ? `"${resource ?? ''}"` : (resource ?? '');
  const text = `User: ${caller} is not authorized to perform: ${action}`;
  const asked = resource === undefined ? text : `${text} on resource: ${quoted}`;
  if (layer === undefined) return asked;
  return isExplicit
    ? `${asked} with an explicit deny in ${layer.explicit}`
    : `${asked} because no ${layer.implicit} allows the ${action} action`;
}
