import { skip, type Provider } from '../chain/provider.ts';

/** Keys given in code: nobody gives any to this program, and what a program of the user gives cannot be seen. */
export const explicit: Provider<undefined> = {
  id: 'explicit',
  title: 'Keys given in code',
  attempt: () => skip('no keys are given in code'),
};
