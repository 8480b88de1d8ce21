import { command } from '../../core/command.ts';
import type { Demonstration } from './sample.ts';

const denial = 'is not authorized to perform: ';
const session = 'arn:aws:sts::111122223333:assumed-role/App/ci';

/** `iamx demo error`: a refusal that an Allow cures, and one that none does. */
export const errorDemonstrations: readonly Demonstration[] = [
  {
    name: 'error',
    title: 'From the error to the fix',
    text: 'The upload was refused. What AWS said, saved in error.txt:',
    command: command`iamx explain-error error.txt`,
    world: {
      files: {
        'error.txt': `upload failed: ./q1.csv to s3://acme-data/reports/q1.csv An error occurred (AccessDenied) when calling the PutObject operation: User: ${session} ${denial}s3:PutObject on resource: "arn:aws:s3:::acme-data/reports/q1.csv" because no identity-based policy allows the s3:PutObject action\n`,
      },
    },
  },
  {
    name: 'error',
    title: 'Where no Allow helps',
    text: 'Another call, refused by the organization: who can change that, and what to ask for.',
    command: command`iamx explain-error error.txt`,
    world: {
      files: {
        'error.txt': `An error occurred (AccessDenied) when calling the ListRoles operation: User: ${session} ${denial}iam:ListRoles on resource: arn:aws:iam::111122223333:role/* with an explicit deny in a service control policy: arn:aws:organizations::999988887777:policy/o-a1b2c3d4e5/service_control_policy/p-2kgnabcd\n`,
      },
    },
  },
];
