import { staticKeysIn } from './static-keys.ts';

export const sharedCredentialsFile = staticKeysIn('credentials');
