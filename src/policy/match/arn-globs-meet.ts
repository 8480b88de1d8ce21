import { bothFit } from '../../core/both-fit.ts';

/** Whether some text matches both patterns of `*` and `?`. A `*` crosses every character. */
function textsMeet(left: string, right: string): boolean {
  return bothFit(left, right, { isRun, agree });
}

function isRun(sign: string): boolean {
  return sign === '*';
}

function agree(left: string, right: string): boolean {
  return left === right || isWildcard(left) || isWildcard(right);
}

function isWildcard(sign: string): boolean {
  return sign === '*' || sign === '?';
}

/** Whether some ARN matches both patterns, part by part where both have all six. */
export function arnGlobsMeet(left: string, right: string): boolean {
  const [own, other] = [partsOf(left), partsOf(right)];
  if (own.length < 6 || other.length < 6) return textsMeet(left, right);
  return own.every((part, index) => textsMeet(part, other[index] ?? ''));
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(':')] : [])];
}
