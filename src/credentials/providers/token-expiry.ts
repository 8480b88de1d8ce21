import { parseFields } from '../places/endpoint-answer.ts';

/** When a web identity token ends, in milliseconds since the epoch; undefined where it does not tell. */
export function tokenExpiry(token: string): number | undefined {
  const [, payload = ''] = token.trim().split('.');
  if (!/^[\w-]+$/.test(payload)) return undefined;
  const end = parseFields(decodeBase64Url(payload))?.get('exp');
  return typeof end === 'number' && Number.isFinite(end) ? end * 1000 : undefined;
}

function decodeBase64Url(text: string): string {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return '';
  }
}
