/** Stands in a policy for what only the deployment knows. */
export const unknownText = '${unknown}';

export function isUnknownText(text: string): boolean {
  return text.includes(unknownText);
}
