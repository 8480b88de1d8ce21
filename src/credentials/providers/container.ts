import { skip, type Provider } from '../chain/provider.ts';
import { isSet } from '../places/settings.ts';
import { askContainer } from './container-endpoint.ts';
import { containerUris, type ContainerRules } from './container-rules.ts';

export const container: Provider<ContainerRules> = {
  id: 'container',
  title: 'Container credentials (ECS, EKS pod identity)',
  async attempt(context, rules) {
    const settings = rules.uris.map((kind) => ({ kind, setting: context.env(containerUris[kind]) }));
    const chosen = settings.find(({ setting }) =>
      rules.emptyUri === 'entered' ? setting.value !== undefined : isSet(setting),
    );
    if (chosen === undefined) {
      const names = settings.map(({ setting }) => setting.evidence.name).join(' and ');
      return skip(
        `${names} ${settings.length > 1 ? 'are' : 'is'} not set`,
        settings.map(({ setting }) => setting.evidence),
      );
    }
    return askContainer(context, rules, chosen.kind, chosen.setting);
  },
};
