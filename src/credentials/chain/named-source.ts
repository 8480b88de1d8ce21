import { fail, lacks, noted, skip, type Attempt, type Context, type Link } from './provider.ts';
import { meantSource } from '../places/near-rule.ts';
import { isSet, isWord } from '../places/settings.ts';

/**
 * Links that count only where the profile's `credential_source` names them, for SDKs that take its credentials
 * without a role too (smithy-rs `repr.rs` `NamedSource`) or before it (aws-sdk-go-v2 `resolveCredsFromSource`).
 * A named source that has no credentials is an error: nothing else is tried.
 */
export function namedSources(
  sources: ReadonlyMap<string, Link>,
  { valueCase }: { readonly valueCase: 'exact' | 'any' },
): readonly Link[] {
  const names = [...sources.keys()];
  return [...sources].map(([name, link], at) => {
    const attempt = async (context: Context) => {
      const setting = context.profile.get('credential_source');
      if (!isSet(setting)) return lacks(context, 'credential_source');
      const isNamed = (one: string) =>
        valueCase === 'any' ? setting.value?.isInAnyCase(one) === true : isWord(setting, one);
      if (isNamed(name)) return insist(context, await link.attempt(context), name);
      const isKnown = names.some(isNamed);
      // One of the links says so, not each.
      if (!isKnown && at === 0) return unknownSource(context, names);
      return skip(`credential_source of ${context.profile.label} is ${setting.evidence.value ?? ''}`);
    };
    const named = noted(link, `only where \`credential_source\` is \`${name}\``, attempt);
    return { ...named, title: `${link.title}, named by credential_source` };
  });
}

function unknownSource({ profile }: Context, names: readonly string[]): Attempt {
  const { value, evidence } = profile.get('credential_source');
  const near = meantSource(value, names);
  return fail({
    code: 'unknown-credential-source',
    because: `${profile.label} has credential_source = ${evidence.value ?? ''}, which is none of ${names.join(', ')}`,
    evidence: [evidence],
    ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
  });
}

function insist({ profile }: Context, attempt: Attempt, name: string): Attempt {
  if (attempt.outcome === 'win') return { ...attempt, ifNotObtained: 'fail' };
  if (attempt.outcome === 'fail') return attempt;
  return fail({
    code: 'source-without-credentials',
    because: `${profile.label} takes its credentials from ${name}, which has none: ${attempt.because}`,
    evidence: [profile.get('credential_source').evidence, ...attempt.evidence],
  });
}
