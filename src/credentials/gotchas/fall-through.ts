import { inWords } from '../chain/describe.ts';
import { flavourTitle } from '../flavours.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { piecesOfHint } from '../../core/command.ts';
import { edit, move, unset } from '../repairs.ts';

/** What wins because something before it was passed over: docs/gotchas.md, 42 and 43. */
export const fallThroughGotchas: readonly Gotcha[] = [
  {
    id: 42,
    code: 'legacy-file-wins',
    says: 'AWS_CREDENTIAL_FILE or a boto config file comes before the role of the container or the instance.',
    find: findLegacy,
  },
  {
    id: 43,
    code: 'error-swallowed',
    says: 'The Java SDK takes an error of one place for nothing there and goes on to the next.',
    find: findSwallowed,
  },
];

function findLegacy({ context, resolution }: Situation): readonly Found[] {
  const { selected, steps } = resolution;
  if (selected?.provider !== 'ec2-credentials-file' && selected?.provider !== 'boto-config') return [];
  const number = steps.findIndex(({ outcome }) => outcome === 'win') + 1;
  const variable = selected.provider === 'ec2-credentials-file' ? 'AWS_CREDENTIAL_FILE' : 'BOTO_CONFIG';
  const { world, env } = context;
  const isNamed = env(variable).value !== undefined;
  const file = steps[number - 1]?.evidence.find(({ span }) => span !== undefined)?.span?.file;
  const container = steps.find(({ id, wouldGive }) => id === 'container' && wouldGive !== undefined);
  const instead =
    container === undefined ? 'the roles of container and instance' : 'the role of this container';
  return [
    {
      message: `an old file${file === undefined ? '' : `, ${file},`} is step ${number} of ${flavourTitle(resolution.flavour)} and comes before ${instead}; other SDKs do not know it`,
      fix: isNamed
        ? unset(world, [variable])
        : file === undefined
          ? undefined
          : move(world, file, `${file}.old`),
    },
  ];
}

/** The chains that take any error for "nothing here" keep it as a diagnostic of this code. */
function findSwallowed({ context, resolution }: Situation): readonly Found[] {
  const first = resolution.diagnostics.find(({ code }) => code === 'error-swallowed');
  if (first === undefined) return [];
  const { message, span, hint } = first;
  const isCommand = hint !== undefined && piecesOfHint(hint).some((piece) => typeof piece !== 'string');
  return [
    {
      message: `${message}; it ${inWords(resolution)}`,
      span,
      advice: hint,
      fix: isCommand || span === undefined ? undefined : edit(context.world, span),
    },
  ];
}
