import type { Raw } from '../../core/raw.ts';
import { nearestRegion, regions } from '../../printers/region.ts';

/** Why nobody can sign in at the address: `aws sso login` sends it as it stands. */
export interface WrongAddress {
  /** The end of a sentence that begins with `sso_start_url`. */
  readonly is: string;
  /** What mends its line, as a script of `sed` that holds nothing of it. */
  readonly mend?: 'scheme' | 'tls' | 'page' | 'quotes';
}

/** https://docs.aws.amazon.com/singlesignon/latest/userguide/using-the-portal.html: the address of an access portal. */
export function wrongStartUrl(value: Raw): WrongAddress | undefined {
  if (value.isBlank) return undefined;
  if (value.fits(/^\s*["'“”‘’<].*["'“”‘’>],?\s*$/s))
    return { is: 'has quotes around it, which are a part of it', mend: 'quotes' };
  if (value.fits(/^https?:\/\/[^/]*(?:signin\.aws\.amazon\.com|console\.aws\.amazon\.com)(?:[/:?#]|$)/i))
    return { is: 'is the address of the console, and not of the access portal' };
  if (value.fits(/\s/)) return { is: 'holds a blank' };
  if (value.fits(/^http:\/\/[^/]*\.awsapps\.com(?:[/:?#]|$)/i))
    return { is: 'begins with http://, and the portal has https:// alone', mend: 'tls' };
  if (value.fits(/^https?:\/\//i))
    return value.fits(/^https:\/\/[^#]*#\/?[^/]/)
      ? { is: 'is the address of a page in the access portal', mend: 'page' }
      : undefined;
  return value.fits(/^[\w-]+(?:\.[\w-]+)+(?:[/:]|$)/)
    ? { is: 'has no https:// before it', mend: 'scheme' }
    : { is: 'is no address' };
}

/** Whether signing in can come to something at this address. */
export function isPortalThere(startUrl: Raw | undefined, region: Raw | undefined): boolean {
  return (
    (startUrl === undefined || wrongStartUrl(startUrl) === undefined) &&
    (region === undefined || !isNoRegion(region))
  );
}

/** A host name is made of the region of the portal: where it is none, nobody answers. */
function isNoRegion(value: Raw): boolean {
  if (value.isBlank || value.oneOf(regions) !== undefined) return false;
  return !value.fits(/^[a-z]{2,}(?:-[a-z]+)+-\d$/) || nearestRegion(value) !== undefined;
}
