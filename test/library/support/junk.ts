import fc from 'fast-check';

/** Values as callers without types hand them in: none of them may end in anything but an answer or an `IamxError`. */
class Instance {
  readonly Statement = { Effect: 'Allow', Action: '*', Resource: '*' };
  readonly #hidden = 1;
  get value(): number {
    return this.#hidden;
  }
}

const refuse = (): never => {
  throw new TypeError('not for you');
};

/** A proxy of which every question throws. */
function hostile(target: object): unknown {
  const traps = Object.getOwnPropertyNames(Reflect).map((trap) => [trap, refuse] as const);
  return new Proxy(target, Object.fromEntries(traps));
}

/** A proxy of which one kind of question throws. */
function sullen(target: object, trap: string): unknown {
  return new Proxy(target, { [trap]: refuse });
}

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function circle(): unknown {
  const made: Record<string, unknown> = { Version: '2012-10-17' };
  made['Statement'] = [made, made];
  made['self'] = made;
  return made;
}

/** A small value of which the JSON text has no end that anybody would live to see. */
function manifold(): unknown {
  let made: unknown = 'x';
  for (let level = 0; level < 60; level += 1) made = { left: made, right: made };
  return made;
}

function manifoldList(): unknown {
  let made: unknown = 'x';
  for (let level = 0; level < 60; level += 1) made = [made, made];
  return made;
}

function sparse(): unknown {
  const made: unknown[] = [];
  made[2] = 'x';
  return made;
}

/** Says that it is longer than any memory. */
function endless(): unknown {
  const made: unknown[] = [];
  made.length = 2 ** 32 - 1;
  return made;
}

function endlessProxy(): unknown {
  return new Proxy([], {
    get: (target, name): unknown => (name === 'length' ? 2 ** 40 : Reflect.get(target, name)),
  });
}

function withGetter(name: string): unknown {
  return Object.defineProperty({ Version: '2012-10-17' }, name, { enumerable: true, get: refuse });
}

function listWithGetter(): unknown {
  return Object.defineProperty(['x'], 0, { enumerable: true, get: refuse });
}

/** Each made anew, since some can be looked at once. */
const makers: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  zero: () => 0,
  'a number': () => 42,
  NaN: () => NaN,
  true: () => true,
  'a bigint': () => 10n,
  'a symbol': () => Symbol('x'),
  'a function': () => () => 'x',
  'a class': () => Instance,
  'an empty text': () => '',
  'a text': () => 'x',
  'half a character': () => '\ud800',
  'an empty list': () => [],
  'a list of lists': () => [[[]]],
  'a sparse list': () => sparse(),
  'an endless list': endless,
  'a proxy of an endless list': endlessProxy,
  'an empty object': () => ({}),
  'an object of no prototype': () => Object.create(null) as unknown,
  'an object with an unknown member': () => ({ __proto__: null, statment: 1, length: 3 }),
  'an object of a class': () => new Instance(),
  'a boxed text': () => Object('x') as unknown,
  'a Date': () => new Date(NaN),
  'a Map': () => new Map([['Statement', {}]]),
  'a Set': () => new Set(['x']),
  'an error': () => new Error('x'),
  'a promise': () => Promise.resolve({}),
  'a regular expression': () => /x/,
  bytes: () => new Uint8Array(3),
  'a circle': circle,
  'one value many times': manifold,
  'one list many times': manifoldList,
  'a hostile proxy': () => hostile({}),
  'a hostile proxy of a list': () => hostile([]),
  'a hostile proxy of a function': () => hostile(() => 1),
  'a proxy that hides its keys': () => sullen({ a: 1 }, 'ownKeys'),
  'a proxy that hides its prototype': () => sullen({ a: 1 }, 'getPrototypeOf'),
  'a proxy that hides its values': () => sullen({ Statement: 1 }, 'get'),
  'a proxy that hides whether it has a key': () => sullen({ Statement: 1 }, 'has'),
  'a proxy that hides what its keys are': () => sullen({ Statement: 1 }, 'getOwnPropertyDescriptor'),
  'a revoked proxy': () => revoked({}),
  'a revoked proxy of a list': () => revoked([]),
  'a getter of Statement that throws': () => withGetter('Statement'),
  'a getter of toJSON that throws': () => withGetter('toJSON'),
  'a getter of decide that throws': () => withGetter('decide'),
  'a getter of missingContext that throws': () => withGetter('missingContext'),
  'a list with a getter that throws': listWithGetter,
  'a toJSON that throws': () => ({ toJSON: refuse }),
  'a toJSON of nothing': () => ({ toJSON: () => undefined, findResources: refuse }),
  'what looks compiled': () => ({ decide: refuse, explain: refuse }),
  'what looks like an answer': () => ({ schema: 'iamx.simulate/1', results: 5 }),
  'what looks like a result': () => ({ missingContext: 5 }),
  'what looks like a template': () => ({
    Resources: { A: null, B: { Type: 'AWS::IAM::Role', Properties: 5 } },
  }),
};

export const junkNames = Object.keys(makers);

export function junk(name: string): unknown {
  return makers[name]?.();
}

/** The paths of a value to each of its parts, itself first. */
export function pathsOf(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [[]];
  const inner = Object.entries(value).flatMap(([name, member]) =>
    pathsOf(member).map((path) => [name, ...path]),
  );
  return [[], ...inner];
}

/** The value with another in place of what the path leads to. */
export function withPart(value: unknown, path: readonly string[], part: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return part;
  const changed = (member: unknown) => withPart(member, rest, part);
  if (Array.isArray(value))
    return value.map((item: unknown, at) => (String(at) === name ? changed(item) : item));
  return Object.fromEntries(
    Object.entries(value as object).map(([key, member]) => [key, key === name ? changed(member) : member]),
  );
}

/** Where in the arguments something goes wrong, and what stands there. */
export function junkAt(values: readonly unknown[]): fc.Arbitrary<{
  readonly path: readonly string[];
  readonly name: string;
}> {
  const paths = pathsOf(values).filter(({ length }) => length > 0);
  return fc.record({ path: fc.constantFrom(...paths), name: fc.constantFrom(...junkNames) });
}
