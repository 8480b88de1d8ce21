import type { Diagnostic } from '../../../src/core/evaluation.ts';
import type { Dependence } from '../../../src/policy/decision/dependences.ts';
import { explained } from '../../../src/policy/answer/explained.ts';
import { notesOf } from '../../../src/policy/answer/notes.ts';
import { prepare } from '../../../src/policy/prepare.ts';
import type { Case, Question } from '../../../src/policy/question.ts';
import { dependencesOf, simulate, type Simulated } from '../../../src/policy/decision/simulate.ts';
import { setOf, type Around, type Sentence, type Texts } from './policies.ts';

export const A = '111122223333';
export const B = '444455556666';
export const alice = `arn:aws:iam::${A}:user/alice`;
export const bob = `arn:aws:iam::${A}:user/bob`;
export const role = `arn:aws:iam::${A}:role/App`;
export const session = `arn:aws:sts::${A}:assumed-role/App/ci`;
export const federated = `arn:aws:sts::${A}:federated-user/zed`;
export const root = `arn:aws:iam::${A}:root`;
export const service = 'sns.amazonaws.com';
export const github = `arn:aws:iam::${A}:oidc-provider/token.actions.githubusercontent.com`;
export const bucket = 'arn:aws:s3:::acme';
export const object = 'arn:aws:s3:::acme/x.txt';
export const key = `arn:aws:kms:us-east-1:${A}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** A question with what most tests ask: s3:GetObject on an object of account A. */
export type Asking = Partial<Omit<Question, 'action' | 'resource' | 'context' | TagField>> & {
  readonly action?: string;
  readonly resource?: string;
  readonly context?: Readonly<Record<string, Texts>>;
} & Partial<Readonly<Record<TagField, Readonly<Record<string, string>>>>>;

type TagField = 'principalTags' | 'resourceTags' | 'requestTags' | 'sessionTags';

/** 2026-01-31T00:00:00Z. */
export const now = Date.UTC(2026, 0, 31);

export function caseOf(asking: Asking, hasEndpointPolicy = false): Case {
  const { action = 's3:GetObject', resource = object, context, principal = alice, ...rest } = asking;
  const { principalTags, resourceTags, requestTags, sessionTags, ...plain } = rest;
  const map = <V>(record: Readonly<Record<string, V>> | undefined, name: string) =>
    record === undefined ? {} : { [name]: new Map(Object.entries(record)) };
  const question: Question = {
    ...plain,
    principal,
    action: [action],
    resource: [resource],
    ...map(context, 'context'),
    ...map(principalTags, 'principalTags'),
    ...map(resourceTags, 'resourceTags'),
    ...map(requestTags, 'requestTags'),
    ...map(sessionTags, 'sessionTags'),
  };
  const { cases } = prepare(question, { now, hasEndpointPolicy });
  const [only] = cases;
  if (only === undefined || cases.length > 1) throw new Error('one action on one resource is wanted');
  return only;
}

export interface Answer {
  readonly decision: string;
  readonly by: string;
  readonly sid: string | undefined;
}

export function simulated(asking: Asking, around: Around): Simulated {
  return simulate(caseOf(asking, around.endpoint !== undefined), setOf(around));
}

/** What is decided, by which layer, by which statement. */
export function ask(asking: Asking, around: Around): Answer {
  const { decision, layer, statement } = simulated(asking, around);
  return { decision, by: layer, sid: statement?.statement.sid?.text };
}

/** `allowed by identity`: short enough for a table. */
export function outcome(asking: Asking, around: Around): string {
  const { decision, by } = ask(asking, around);
  return `${decision} by ${by}`;
}

export function dependsOn(asking: Asking, around: Around): readonly Dependence[] {
  return dependencesOf(simulated(asking, around)).entries;
}

export function notes(asking: Asking, around: Around): readonly Diagnostic[] {
  return notesOf(explained({ name: undefined, simulated: simulated(asking, around) }));
}

type Rest = Partial<Sentence>;

export function allow(Action: Texts = '*', Resource: Texts = '*', rest: Rest = {}): Sentence {
  return { Effect: 'Allow', Action, Resource, ...rest };
}

export function deny(Action: Texts = '*', Resource: Texts = '*', rest: Rest = {}): Sentence {
  return { Effect: 'Deny', Action, Resource, ...rest };
}

/** A statement of a resource policy that lets `AWS` principals do everything. */
export function grant(AWS: Texts, rest: Rest = {}): Sentence {
  return { Effect: 'Allow', Principal: AWS === '*' ? '*' : { AWS }, Action: '*', Resource: '*', ...rest };
}

export function refuse(AWS: Texts, rest: Rest = {}): Sentence {
  return { ...grant(AWS, rest), Effect: 'Deny' };
}

/** A statement of a trust policy: the resource is the role itself. */
export function trust(Principal: NonNullable<Sentence['Principal']>, rest: Rest = {}): Sentence {
  return { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...rest };
}

export const everything: readonly Sentence[] = [allow()];
/** Allows something else. */
export const other: readonly Sentence[] = [allow('ec2:*')];
