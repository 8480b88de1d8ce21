import type { CompiledStatement, PolicySet, StatementGroup } from './compile.ts';
import { arnGlobsMeet } from '../match/arn-globs-meet.ts';
import { layerOf, type LayerId } from './layers.ts';
import type { RequiredType } from '../question.ts';
import type { Request } from '../request.ts';

/** Layers that must allow each resource of a call: their Allow statements are looked at, conditions left aside. */
const limiting: readonly LayerId[] = ['scp', 'identity', 'boundary', 'session'];

/** A type that the call needs, and the layer of which no Allow could match a resource of it (R241). */
export interface MissingType {
  readonly type: RequiredType;
  readonly layer: LayerId;
}

/**
 * EC2 asks for every resource of a call, so that it cannot succeed where one of them is surely not allowed:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html. Other services mark types that
 * are alternatives, which is said and not decided.
 */
export function missingTypes(
  request: Request,
  required: readonly RequiredType[],
  set: PolicySet,
): readonly MissingType[] {
  if (required.length === 0 || !request.actionKey.startsWith('ec2:')) return [];
  return required.flatMap((type) => {
    const layer = limiting.find((id) => !allowsSome(id, request, type, set));
    return layer === undefined ? [] : [{ type, layer }];
  });
}

function allowsSome(id: LayerId, request: Request, { arn }: RequiredType, set: PolicySet): boolean {
  const levels = set[id];
  if (layerOf[id].exemption(request) !== undefined) return true;
  if (levels === undefined) return id !== 'identity';
  return levels.every((level) => levelAllows(level, request, arn));
}

function levelAllows({ candidates }: StatementGroup, { actionKey }: Request, arn: string): boolean {
  return candidates(actionKey).allows.some((statement) => couldMatch(statement, arn));
}

function couldMatch({ resource }: CompiledStatement, arn: string): boolean {
  if (resource === undefined) return true;
  // Two strange characters for each star: what matches them matches whatever may stand there.
  if (resource.negated)
    return !resource.patterns.some(({ glob }) => glob?.matches(arn.replaceAll('*', '\u0001\u0002')));
  return resource.patterns.some(({ template }) =>
    arnGlobsMeet(
      template.pieces.map((piece) => (piece.kind === 'variable' ? '*' : piece.text)).join(''),
      arn,
    ),
  );
}
