import { spanOf } from '../../core/source.ts';
import { withoutSecretValues } from '../../output/without-secrets.ts';
import { byPlace, type Finding } from '../finding.ts';
import type { FoundInTerraform, Rule } from '../rule.ts';
import { rulesOfTerraform } from '../rules.ts';
import type { Configuration } from '../terraform.ts';

/** What the rules of Terraform find among the resources of a module or a plan, by place. */
export function lintTerraform(
  configuration: Configuration,
  { isStrict = false }: { readonly isStrict?: boolean },
): readonly Finding[] {
  return rulesOfTerraform()
    .filter(({ onlyStrict }) => isStrict || onlyStrict !== true)
    .flatMap((rule) =>
      rule.look.at === 'terraform'
        ? [...rule.look.find(configuration)].flatMap((found) =>
            withoutSecretValues(found.source, [findingOf(rule, found)]),
          )
        : [],
    )
    .sort(byPlace);
}

function findingOf(rule: Rule, found: FoundInTerraform): Finding {
  const { id: code, category, repair, docs } = rule;
  const { source, at, message, hint = repair, severity = rule.severity, address, related = [] } = found;
  return {
    code,
    severity,
    category,
    message,
    hint,
    ...(docs === undefined ? {} : { docs }),
    span: spanOf(source, at),
    path: [],
    ...(address === undefined ? {} : { policy: address }),
    ...(related.length === 0 ? {} : { related: related.map((place) => spanOf(place.source, place.at)) }),
  };
}
