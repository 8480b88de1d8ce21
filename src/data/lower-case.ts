const beyondAscii = /[\u0080-\uffff]/;

/**
 * Names of services, actions and condition keys are ASCII and compare without case (R201, R302). Only A to Z are
 * folded: the Kelvin sign must not become the `k` of `kms`.
 */
export function lowerCase(text: string): string {
  if (!beyondAscii.test(text)) return text.toLowerCase();
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
