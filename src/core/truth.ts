/**
 * Three-valued logic with residuals (strong Kleene): true, false, or a formula over the atoms that are not
 * known. Where every atom is known no formula is ever built, so the concrete decision and the partial one are
 * the same code (docs/rules.md, R801 to R807).
 */

export type Truth<A> = boolean | Formula<A>;

export type Formula<A> =
  | { readonly kind: 'atom'; readonly atom: A }
  | { readonly kind: 'not'; readonly term: Formula<A> }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Formula<A>[] };

export function atom<A>(value: A): Formula<A> {
  return { kind: 'atom', atom: value };
}

export function not<A>(value: Truth<A>): Truth<A> {
  if (typeof value === 'boolean') return !value;
  return value.kind === 'not' ? value.term : { kind: 'not', term: value };
}

export function and<A>(left: Truth<A>, right: Truth<A>): Truth<A> {
  if (left === false || right === false) return false;
  if (left === true) return right;
  if (right === true || left === right) return left;
  return { kind: 'and', terms: [...termsOf('and', left), ...termsOf('and', right)] };
}

export function or<A>(left: Truth<A>, right: Truth<A>): Truth<A> {
  if (left === true || right === true) return true;
  if (left === false) return right;
  if (right === false || left === right) return left;
  return { kind: 'or', terms: [...termsOf('or', left), ...termsOf('or', right)] };
}

function termsOf<A>(kind: 'and' | 'or', formula: Formula<A>): readonly Formula<A>[] {
  return formula.kind === kind ? formula.terms : [formula];
}

/** The formula's value once every atom has one: R810's `substitute`. */
export function substitute<A>(value: Truth<A>, valueOf: (atom: A) => boolean): boolean {
  if (typeof value === 'boolean') return value;
  switch (value.kind) {
    case 'atom':
      return valueOf(value.atom);
    case 'not':
      return !substitute(value.term, valueOf);
    case 'and':
      return value.terms.every((term) => substitute(term, valueOf));
    case 'or':
      return value.terms.some((term) => substitute(term, valueOf));
  }
}

/** Whether the formula is about an atom of the kind that `isMeant` tells. */
export function isAbout<A>(value: Truth<A>, isMeant: (atom: A) => boolean): boolean {
  if (typeof value === 'boolean') return false;
  switch (value.kind) {
    case 'atom':
      return isMeant(value.atom);
    case 'not':
      return isAbout(value.term, isMeant);
    case 'and':
    case 'or':
      return value.terms.some((term) => isAbout(term, isMeant));
  }
}
