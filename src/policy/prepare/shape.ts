import type { Action } from '../../data/service-table.ts';

/**
 * Does the ARN fit one of the action's resource types? Here the ARN is of a request, so that `*` in it is that
 * character and one expression for each form is enough: this runs for every line of a stream.
 */
export function fitsAction({ resourceTypes }: Action, arn: string): boolean {
  for (const { arnFormat } of resourceTypes) if (shapeOf(arnFormat).test(arn)) return true;
  return false;
}

/** `arn:aws:s3:::BucketName/ObjectName`: the forms of the action's resources, for people; the plainest first. */
export function formsOf({ resourceTypes }: Action, partition = 'aws'): string {
  const forms = [...resourceTypes]
    .sort((left, right) => left.arnFormat.length - right.arnFormat.length)
    .map(
      ({ arnFormat }) =>
        `\`${arnFormat.replace('${Partition}', partition).replace(/\$\{([^}]*)\}/g, '$1')}\``,
    );
  const most = 3;
  const more = forms.length > most ? ` and ${forms.length - most} more` : '';
  return `${forms.slice(0, most).join(', ')}${more}`;
}

const shapes = new Map<string, RegExp>();

/** There are as many as the data has forms: no limit is needed. */
function shapeOf(arnFormat: string): RegExp {
  let shape = shapes.get(arnFormat);
  if (shape === undefined) {
    shape = compileShape(arnFormat);
    shapes.set(arnFormat, shape);
  }
  return shape;
}

/** A variable stays inside its part; a bucket's name has no slash, which tells buckets from objects. */
function compileShape(arnFormat: string): RegExp {
  let colons = 0;
  const pieces = [...arnFormat.matchAll(/\$\{([^}]*)\}|[^]/g)].map(([piece, variable]) => {
    if (variable === 'BucketName') return '[^/]*';
    if (variable !== undefined || piece === '*') return colons < 5 ? '[^:]*' : '[^]*';
    if (piece === ':') colons++;
    return piece.replace(/[.+^${}()|[\]\\?/-]/, '\\$&');
  });
  return new RegExp(`^${pieces.join('')}$`);
}
