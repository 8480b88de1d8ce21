import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { source } from '../../src/core/source.ts';
import { substitute, type Truth } from '../../src/core/truth.ts';
import { parseJson } from '../../src/formats/json.ts';
import { compilePolicies } from '../../src/policy/decision/compile.ts';
import { compileCondition } from '../../src/policy/condition/condition.ts';
import { concreteContext, openContext } from '../../src/policy/context.ts';
import type { LookUp } from '../../src/policy/context-value.ts';
import { decide, type Decision } from '../../src/policy/decision/decide.ts';
import type { Atom } from '../../src/policy/decision/dependences.ts';
import { parsePolicy } from '../../src/policy/document/parse.ts';
import { explain } from '../../src/policy/answer/explain.ts';
import { layersAsNamed } from '../../src/policy/decision/layers.ts';
import { matchPattern } from '../../src/policy/match/resource.ts';
import type { PolicySet } from '../../src/policy/decision/compile.ts';
import type { Effect } from '../../src/policy/policy.ts';
import type { Request } from '../../src/policy/request.ts';
import { managementField, possibleManagement } from '../../src/policy/decision/management.ts';
import { dependencesOf, simulate, type Simulated } from '../../src/policy/decision/simulate.ts';
import type { Unknown } from '../../src/policy/match/unknown.ts';
import {
  arounds,
  assignable,
  assigned,
  assignments,
  askings,
  closedArounds,
  eitherArounds,
  layerNames,
  openArounds,
  mapSentences,
  sentenceFor,
  withSentence,
  without,
  type Layers,
} from './support/arbitrary.ts';
import { runs } from '../support/budget.ts';
import { expectLinear } from '../support/growth.ts';
import { A, B, ask, caseOf, role, session, type Asking } from './support/ask.ts';
import { mapPolicies, policiesOf, setOf, type Sentence } from './support/policies.ts';

const usual = { numRuns: runs(20) };

function decideOn(asking: Asking, around: Layers): Decision {
  const { request } = caseOf(asking);
  return decide(request, setOf(around), concreteContext(request));
}

const additions = fc
  .constantFrom(...layerNames)
  .chain((layer) => sentenceFor[layer].map((sentence) => ({ layer, sentence })));

describe('statements come and go', () => {
  test('R601 a Deny is never overturned by one more Allow, in whatever layer', () => {
    fc.assert(
      fc.property(askings, arounds, additions, (asking, around, { layer, sentence }) => {
        fc.pre(decideOn(asking, around).decision === 'explicitDeny');
        const more = withSentence(around, layer, { ...sentence, Effect: 'Allow' });
        expect(decideOn(asking, more).decision).toBe('explicitDeny');
      }),
      usual,
    );
  });

  test('R601 one more Deny never allows', () => {
    fc.assert(
      fc.property(askings, arounds, additions, (asking, around, { layer, sentence }) => {
        fc.pre(decideOn(asking, around).decision !== 'allowed');
        // A federated user without any session policy has nothing to lose (R635).
        const more = withSentence(around, layer, { ...sentence, Effect: 'Deny' });
        expect(decideOn(asking, more).allowed).not.toBe(true);
      }),
      usual,
    );
  });

  test('R601 one more Deny in the one layer that refuses never allows', () => {
    const closed = closedArounds.chain(({ around, layer }) =>
      sentenceFor[layer].map((sentence) => ({ around, layer, sentence })),
    );
    fc.assert(
      fc.property(askings, closed, (asking, { around, layer, sentence }) => {
        fc.pre(around[layer] !== undefined);
        fc.pre(decideOn(asking, around).decision !== 'allowed');
        const more = withSentence(around, layer, { ...sentence, Effect: 'Deny' });
        expect(decideOn(asking, more).allowed).not.toBe(true);
      }),
      { numRuns: runs(60) },
    );
  });

  test('R602 one more Allow in a layer that is there never takes away', () => {
    fc.assert(
      fc.property(askings, openArounds, additions, (asking, around, { layer, sentence }) => {
        fc.pre(around[layer] !== undefined && layer !== 'rcp' && sentence.NotPrincipal === undefined);
        fc.pre(decideOn(asking, around).decision === 'allowed');
        const more = withSentence(around, layer, { ...sentence, Effect: 'Allow' });
        expect(decideOn(asking, more).decision).toBe('allowed');
      }),
      usual,
    );
  });

  test('R604 one more ceiling never grants', () => {
    const ceilings = fc.constantFrom(
      'boundary' as const,
      'scp' as const,
      'rcp' as const,
      'endpoint' as const,
    );
    const more = ceilings.chain((layer) => sentenceFor[layer].map((sentence) => ({ layer, sentence })));
    fc.assert(
      fc.property(askings, arounds, more, (asking, around, { layer, sentence }) => {
        fc.pre(around[layer] === undefined);
        fc.pre(decideOn(asking, around).decision !== 'allowed');
        expect(decideOn(asking, withSentence(around, layer, sentence)).allowed).not.toBe(true);
      }),
      usual,
    );
  });

  test('R604 nobody but the root user is allowed without an identity or resource policy', () => {
    fc.assert(
      fc.property(askings, arounds, (asking, around) => {
        const ceilings = without(around, 'identity', 'resource');
        const { decision, layer } = decideOn(asking, ceilings);
        if (decision === 'allowed') expect(['root', 'special']).toContain(layer);
      }),
      usual,
    );
  });

  test('R638 what is allowed across accounts is allowed within one', () => {
    fc.assert(
      fc.property(askings, openArounds, (asking, around) => {
        const owners = asking.principal?.includes(B) === true ? [A, B] : [B, A];
        fc.pre(!asking.resource?.startsWith('arn:aws:iam') && asking.managementAccount === undefined);
        const [foreign, own] = owners.map((resourceAccount) => ({ ...asking, resourceAccount }));
        fc.pre(decideOn(foreign ?? asking, around).decision === 'allowed');
        expect(decideOn(own ?? asking, around).decision).toBe('allowed');
      }),
      usual,
    );
  });
});

const widen: Readonly<Record<string, (sentence: Sentence) => Sentence>> = {
  'any action': (sentence) => ({ ...without(sentence, 'NotAction'), Action: '*' }),
  'any resource': (sentence) => ({ ...without(sentence, 'NotResource'), Resource: '*' }),
  'no condition': (sentence) => without(sentence, 'Condition'),
  'any principal': (sentence) =>
    sentence.Principal === undefined && sentence.NotPrincipal === undefined
      ? sentence
      : { ...without(sentence, 'NotPrincipal'), Principal: '*' },
};

describe('wider statements', () => {
  test.each(Object.entries(widen))('an Allow with %s never takes away', (_, change) => {
    fc.assert(
      fc.property(askings, openArounds, (asking, around) => {
        fc.pre(decideOn(asking, around).decision === 'allowed');
        const wider = mapSentences(around, (sentence) =>
          sentence.Effect === 'Allow' ? change(sentence) : sentence,
        );
        expect(decideOn(asking, wider).decision).toBe('allowed');
      }),
      usual,
    );
  });

  test.each(Object.entries(widen))('a Deny with %s never allows', (_, change) => {
    fc.assert(
      fc.property(askings, arounds, (asking, around) => {
        fc.pre(decideOn(asking, around).decision !== 'allowed');
        const wider = mapSentences(around, (sentence) =>
          sentence.Effect === 'Deny' ? change(sentence) : sentence,
        );
        expect(decideOn(asking, wider).allowed).not.toBe(true);
      }),
      usual,
    );
  });
});

describe('what makes no difference', () => {
  const same = (asking: Asking, left: Layers, right: Layers) => {
    const [one, two] = [decideOn(asking, left), decideOn(asking, right)];
    expect({ decision: two.decision, layer: two.layer }).toEqual({
      decision: one.decision,
      layer: one.layer,
    });
  };

  test('the order of statements', () => {
    const reversed = ({ scp, rcp, ...single }: Layers): Layers => ({
      ...Object.fromEntries(
        Object.entries<readonly Sentence[]>(single).map(([id, all]) => [id, [...all].reverse()]),
      ),
      ...(scp && { scp: scp.map((level) => [...level].reverse()) }),
      ...(rcp && { rcp: rcp.map((level) => [...level].reverse()) }),
    });
    fc.assert(
      fc.property(askings, eitherArounds, (asking, around) => {
        same(asking, around, reversed(around));
      }),
      { numRuns: runs(60) },
    );
  });

  /** Policies that stand in a text as `write` has them are those that were written. */
  const sameAsText = (write: (document: unknown, number: () => number) => string) => {
    // What a statement of an RCP may hold is less than what is drawn.
    const readable = eitherArounds.map((around): Layers => without(around, 'rcp'));
    const seeds = fc.array(fc.nat(), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(askings, readable, seeds, (asking, around, numbers) => {
        let taken = 0;
        const number = () => numbers[taken++ % numbers.length] ?? 0;
        const { request } = caseOf(asking);
        const read = mapPolicies(policiesOf(around), ({ source: { text, file }, type, name }) => {
          const rewritten = source(file, write(JSON.parse(text), number));
          const { root } = parseJson(rewritten);
          const { policy } = parsePolicy(rewritten, root ?? expect.unreachable('no JSON'), type, name);
          return policy ?? expect.unreachable('no policy');
        });
        const { decision, layer, denied, allowed } = decideOn(asking, around);
        expect(decide(request, compilePolicies(read), concreteContext(request))).toMatchObject({
          decision,
          layer,
          denied,
          allowed,
        });
      }),
      usual,
    );
  };

  const lists = new Set(['Action', 'NotAction', 'Resource', 'NotResource', 'AWS', 'Service']);

  test('R101 a text where a list may stand, and a list of one where a text may', () => {
    sameAsText((document, number) =>
      JSON.stringify(document, (name, value: unknown): unknown => {
        const mayBeList = lists.has(name) || name.includes(':');
        if (!mayBeList || number() % 2 === 0) return value;
        if (typeof value === 'string') return [value];
        return Array.isArray(value) && value.length === 1 ? value[0] : value;
      }),
    );
  });

  test('R102 the order of keys', () => {
    sameAsText((document, number) =>
      JSON.stringify(document, (_, value: unknown): unknown => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
        const placed = Object.entries(value).map((entry) => ({ entry, place: number() }));
        return Object.fromEntries(placed.sort((a, b) => a.place - b.place).map(({ entry }) => entry));
      }),
    );
  });

  test('R605 the order of levels', () => {
    fc.assert(
      fc.property(askings, eitherArounds, (asking, around) => {
        const { scp = [], rcp = [] } = around;
        same(asking, around, {
          ...around,
          ...(around.scp && { scp: [...scp].reverse() }),
          ...(around.rcp && { rcp: [...rcp].reverse() }),
        });
      }),
      usual,
    );
  });

  test('R201 the case of actions', () => {
    const upper = (sentence: Sentence): Sentence => {
      const change = (texts: Sentence['Action']) =>
        typeof texts === 'string' ? texts.toUpperCase() : texts?.map((text) => text.toUpperCase());
      const { Action, NotAction } = sentence;
      return {
        ...sentence,
        ...(Action && { Action: change(Action) ?? Action }),
        ...(NotAction && { NotAction: change(NotAction) ?? NotAction }),
      };
    };
    fc.assert(
      fc.property(askings, eitherArounds, (asking, around) => {
        same(asking, around, mapSentences(around, upper));
      }),
      usual,
    );
  });

  test('a statement twice', () => {
    fc.assert(
      fc.property(askings, eitherArounds, (asking, around) => {
        const twice = layerNames.reduce<Layers>((all, layer) => {
          const level = layer === 'scp' || layer === 'rcp' ? around[layer]?.[0]?.[0] : around[layer]?.[0];
          return level === undefined ? all : withSentence(all, layer, level);
        }, around);
        same(asking, around, twice);
      }),
      usual,
    );
  });
});

/** What turns out: the name of the role's session, the id where nobody told it, the resource's owner. */
interface Told {
  readonly name: string;
  readonly id: string;
  /** Whose the resource is whose account was assumed. */
  readonly owner: string;
  /** The management account, if it is one of the two. */
  readonly management: string | undefined;
}

/** What a residual's atom is worth under a look-up that knows all. */
function valueOf(atom: Unknown, lookUp: LookUp, { name, id, owner, management }: Told): boolean {
  switch (atom.kind) {
    case 'condition': {
      const value = atom.condition.evaluate(lookUp);
      if (value === 'unknown') throw new Error('every key must be known');
      return value;
    }
    case 'resource':
      return matchPattern(atom.pattern, atom.resource, lookUp) === true;
    case 'session':
      return atom.sessionArn === session.replace('/ci', `/${name}`);
    case 'id':
      return atom.of === 'caller' && atom.id === id;
    case 'owner':
      return atom.account === owner;
    case 'management':
      return atom.account === management;
  }
}

const namedId = 'AROAJ2UCCR6DPCEXAMPLE';
const otherId = 'AROA2ANOTHERONEEXAMPL';

/** With the caller's id, and a role as principal is one of its sessions. */
function told(request: Request, { name, id }: Told): Request {
  const { principal, principalId = hasRoleId(request) ? id : undefined } = request;
  if (principal.kind !== 'role') return { ...request, principalId };
  const { partition, account, roleName } = principal;
  const text = `arn:${partition}:sts::${account}:assumed-role/${roleName}/${name}`;
  return {
    ...request,
    principalId,
    sessionIssuer: principal,
    principal: { kind: 'session', text, partition, account, roleName, sessionName: name },
  };
}

function hasRoleId({ principal }: Request): boolean {
  return principal.kind === 'session' || principal.kind === 'role';
}

/** An Allow to an id that nobody told, and that is not open, lets nobody in (R228): as if it named somebody else. */
function elsewhere(sentence: Sentence): Sentence {
  if (sentence.Effect === 'Deny') return sentence;
  const text = JSON.stringify(sentence).replaceAll(namedId, 'AROA3SOMEBODYELSEEXAM');
  return JSON.parse(text) as Sentence;
}

const tellings: fc.Arbitrary<Told> = fc.record({
  name: fc.constantFrom('ci', 'cd'),
  id: fc.constantFrom(namedId, otherId),
  owner: fc.constantFrom(A, B),
  management: fc.constantFrom(undefined, A, B),
});
const unknowns = fc.oneof(fc.constant<true>(true), fc.subarray(Object.keys(assignable)));

/** Some keys are unknown, as the caller says or because it did not give them. */
const partial = fc
  .tuple(askings, eitherArounds, unknowns, assignments, tellings)
  .map(([{ context = {}, ...asking }, drawn, unknown, assignment, telling]) => {
    const closed = asking.principalId === undefined ? mapSentences(drawn, elsewhere) : drawn;
    const isUnknown = (key: string) => unknown !== true && unknown.includes(key.toLowerCase());
    const kept = Object.fromEntries(Object.entries(context).filter(([key]) => !isUnknown(key)));
    return { asking: { ...asking, context: kept, unknown }, open: drawn, closed, assignment, telling };
  });

/** Where the answer says that another owner matters: the request with the owner that it turned out to have. */
function ownedAs(owner: string, answer: Simulated): Request {
  const { case: asked, ifAnothers } = answer;
  const { request } = asked;
  // Without the SCPs that refuse the owner may matter, though with them it does not.
  const matters = dependencesOf(answer).keys.includes('aws:ResourceAccount');
  return ifAnothers === undefined && !(matters && request.resourceAccountOrigin === 'assumed')
    ? request
    : { ...request, resourceAccount: owner, resourceAccountOrigin: 'given' };
}

/** Where SCPs or RCPs are what denies: the request in the organization that it turned out to be in. */
function managedAs(management: string | undefined, request: Request, answer: Simulated): Request {
  const isPossible =
    management !== undefined &&
    possibleManagement(answer).includes(management) &&
    dependencesOf(answer).keys.includes(managementField);
  return isPossible ? { ...request, managementAccount: management } : request;
}

function hasTwoReadings(set: PolicySet, known: LookUp): boolean {
  return Object.values(set).some((levels) =>
    levels?.some(({ statements }) =>
      statements.some(({ conditions }) =>
        conditions.some((condition) => condition.evaluate(known) !== condition.otherwise().evaluate(known)),
      ),
    ),
  );
}

describe('R810 keys that are not known', () => {
  const check = (context: (request: Request) => LookUp) =>
    fc.property(partial, ({ asking, open, closed, assignment, telling }) => {
      const { request } = caseOf(asking);
      const set = setOf(context === openContext || asking.unknown === true ? open : closed);
      const lookUp = context(request);
      const residual = decide(request, set, lookUp);
      const known = assigned(lookUp, assignment);
      const concrete = decide(told(request, telling), set, known);
      const worth = (formula: Truth<Unknown>) => substitute(formula, (atom) => valueOf(atom, known, telling));
      expect({ denied: worth(residual.denied), allowed: worth(residual.allowed) }).toEqual({
        denied: concrete.decision === 'explicitDeny',
        allowed: concrete.decision === 'allowed',
      });
      // What surely is not allowed is an implicit deny, though a Deny may match too: `dependsOn` says when.
      if (residual.decision === 'implicitDeny') expect(concrete.decision).not.toBe('allowed');
      else if (residual.decision !== 'conditional') expect(concrete.decision).toBe(residual.decision);
    });

  test('R810 the concrete decision is the residual under each assignment, for keys declared unknown', () => {
    fc.assert(check(concreteContext), { numRuns: runs(100) });
  });

  test('R810 and for every key that was not given', () => {
    fc.assert(check(openContext), { numRuns: runs(100) });
  });

  /** An atom as people and scripts read it. */
  const reads = (
    { key, operator, values, holds }: Atom,
    lookUp: LookUp,
    { name, id, management }: Told,
  ): boolean => {
    if (key === managementField) return values.some((account) => account === management) === holds;
    if (key === 'sts:RoleSessionName') return values.includes(name) === holds;
    if (key === 'principalId') return values.includes(id) === holds;
    const range = { start: 0, end: 0 };
    const element = {
      ...range,
      operator: { text: operator, ...range },
      key: { text: key, ...range },
      values: values.map((text) => ({ text, ...range })),
    };
    const worth = (effect: Effect) => compileCondition(element, '2012-10-17', effect).evaluate(lookUp);
    // An atom does not tell the effect of its statement: a value of two readings says nothing of it.
    fc.pre(worth('Allow') === worth('Deny'));
    return worth('Allow') === holds;
  };

  test('R808 R809 dependsOn: what it lists is so, and nothing else changes the decision', () => {
    fc.assert(
      fc.property(partial, ({ asking, open, closed, assignment, telling }) => {
        const asked = simulate(caseOf(asking), setOf(open));
        // What depends on the keys that are named says nothing of the caller's id.
        const isSure = typeof asked.denied === 'boolean' && typeof asked.allowed === 'boolean';
        const isOfKeys = !isSure && asking.unknown !== true;
        const answer = isOfKeys ? simulate(caseOf(asking), setOf(closed)) : asked;
        const { entries, tooComplex } = dependencesOf(answer);
        fc.pre(tooComplex === undefined);
        // Control policies do not reach what the management account owns: that a bucket may be its own is no entry.
        fc.pre(telling.owner !== asking.managementAccount);
        fc.pre(!entries.some(({ when }) => when.some(({ operator }) => operator === 'Resource')));
        const isOpen = typeof answer.denied === 'boolean' && typeof answer.allowed === 'boolean';
        const owned = managedAs(telling.management, ownedAs(telling.owner, answer), answer);
        const known = assigned(isOpen ? openContext(owned) : concreteContext(owned), assignment);
        // Where a condition has two readings `dependsOn` promises nothing: AWS does not say which value flips it.
        fc.pre(!hasTwoReadings(answer.set, known));
        const concrete = decide(told(owned, telling), answer.set, known).decision;
        const holding = entries.filter(({ when }) => when.every((atom) => reads(atom, known, telling)));
        for (const { decision } of holding) expect(decision).toBe(concrete);
        if (holding.length === 0) expect(concrete).toBe(answer.decision);
      }),
      { numRuns: runs(100) },
    );
  });
});

describe('decide and explain agree', () => {
  test('on every layer and on what decides', () => {
    fc.assert(
      fc.property(askings, arounds, (asking, around) => {
        const { request } = caseOf(asking);
        const set = setOf(around);
        const lookUp = concreteContext(request);
        const { decision, layer, statement, denied } = decide(request, set, lookUp);
        const explanation = explain(request, set, lookUp);
        const traces = explanation.layers;
        const denying = layersAsNamed
          .map(({ id }) => id)
          .filter((id) => traces.find((trace) => trace.id === id)?.deny === true);
        expect(denied === true).toBe(denying.length > 0);
        if (denied === true) expect(layer).toBe(denying[0]);
        for (const { id, state, allow, levels } of traces) {
          if (state !== 'given' || id === 'rcp') continue;
          if (id === 'resource' && request.resource === '*') continue;
          const each = levels.map((level) => level.allow);
          const worth = (formula: Truth<Unknown>) => (typeof formula === 'boolean' ? formula : 'unknown');
          const all = each.some((one) => one === false)
            ? false
            : each.every((one) => one === true)
              ? true
              : 'unknown';
          expect({ id, allow: worth(allow) }).toEqual({ id, allow: all });
        }
        if (statement !== undefined && decision !== 'conditional') {
          const trace = traces
            .flatMap(({ levels }) => levels.flatMap((one) => one.statements))
            .find(({ compiled }) => compiled === statement);
          expect(trace?.matches).toBe(true);
          expect(statement.effect).toBe(decision === 'allowed' ? 'Allow' : 'Deny');
        }
      }),
      { numRuns: runs(100) },
    );
  });
});

test('R648 with session tags no more is allowed than without', () => {
  fc.assert(
    fc.property(askings, openArounds, fc.boolean(), (asking, around, tags) => {
      const plain = { ...asking, action: 'sts:AssumeRole', resource: role };
      const more = { ...plain, ...(tags ? { sessionTags: { team: 'red' } } : { sourceIdentity: 'zed' }) };
      const context = without(asking.context ?? {}, 'aws:TagKeys');
      // The tags' own keys change conditions, which is no matter here.
      const strict = mapSentences(around, (sentence) => without(sentence, 'Condition'));
      if (ask({ ...more, context }, strict).decision === 'allowed') {
        expect(ask({ ...plain, context }, strict).decision).toBe('allowed');
      }
    }),
    usual,
  );
});

describe('matching is linear in the text, however hostile the pattern', () => {
  const stars = '*a'.repeat(5_000);
  const hostile = (length: number) => 'a'.repeat(length);
  const hostileArn = (length: number) => `arn:aws:s3:::acme/${hostile(length)}`;
  const allow = (sentence: Partial<Sentence>): Layers => ({
    identity: [{ Effect: 'Allow', Action: '*', Resource: '*', ...sentence }],
  });

  test.each<readonly [string, (length: number) => Asking, Layers]>([
    [
      'R202 an action',
      (length) => ({ action: `s3:${hostile(length)}`, asWritten: true }),
      allow({ Action: `s3:${stars}b` }),
    ],
    [
      'R212 a resource',
      (length) => ({ resource: hostileArn(length) }),
      allow({ Resource: `arn:aws:s3:::acme/${stars}b` }),
    ],
    [
      'R213 the parts before',
      (length) => ({ resource: `arn:aws:s3:${hostile(length)}:${A}:${hostile(length)}` }),
      allow({ Resource: `arn:aws:s3:${stars}?b:*:*b` }),
    ],
    [
      'R507 a variable',
      (length) => ({ resource: hostileArn(length), context: { 'aws:PrincipalTag/t': stars } }),
      allow({ Resource: 'arn:aws:s3:::acme/*${aws:PrincipalTag/t}*b' }),
    ],
    [
      'R303 a text of a condition',
      (length) => ({ context: { 'aws:PrincipalTag/t': hostile(length) } }),
      allow({ Condition: { StringLike: { 'aws:PrincipalTag/t': `${stars}?b` } } }),
    ],
    [
      'R321 an ARN of a condition',
      (length) => ({ context: { 'aws:SourceArn': hostileArn(length) } }),
      allow({ Condition: { ArnLike: { 'aws:SourceArn': `arn:*:*:*:*:${stars}?b` } } }),
    ],
  ])('%s', async (_, asking, around) => {
    await expectLinear(40_000, (length) => {
      expect(decideOn(asking(length), around).decision).toBe('implicitDeny');
    });
  });
});
