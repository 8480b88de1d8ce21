import { staticKeysIn } from './static-keys.ts';

export const configFile = staticKeysIn('config');
