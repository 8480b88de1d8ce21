import { command, setVariable, word } from '../../core/command.ts';
import { chainFiles } from './chain.ts';
import type { Demonstration } from './sample.ts';

/** `iamx demo whoami`: the profile of `iamx demo chain`; what AWS would answer is in `whoami-sample.ts`. */
export const whoamiDemonstrations: readonly Demonstration[] = [
  {
    name: 'whoami',
    title: 'Who am I?',
    text: 'What AWS says about the credentials, where they came from, and what they cannot do.',
    before: setVariable('AWS_PROFILE', word`prod`),
    command: command`iamx whoami`,
    world: { homeFolder: '/home/user', files: chainFiles, env: { AWS_PROFILE: 'prod' } },
  },
];
