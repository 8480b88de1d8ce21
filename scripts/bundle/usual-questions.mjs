/**
 * What each command is mostly asked, on worlds of plain data: the modules that answer these are in the command's own
 * file, and all others wait until something needs them. A question that is not here is answered all the same, some
 * milliseconds later.
 */
const home = '/home/user';
const config = [
  '[default]\nregion = eu-west-1\n',
  '[profile dev]\nrole_arn = arn:aws:iam::111122223333:role/dev\nsource_profile = default\n',
].join('\n');
const credentials =
  '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = none-of-your-business\n';
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme/*' }],
});
const simulate = (action) => ({
  words: [
    ...['simulate', '--policy', 'policy.json', '--principal', 'arn:aws:iam::111122223333:user/mika'],
    ...['--action', action, '--resource', 'arn:aws:s3:::acme/x'],
  ],
  world: { homeFolder: home, files: { 'policy.json': policy }, env: { LANG: 'C.UTF-8' } },
  status: action === 's3:GetObject' ? 0 : 1,
});

export const usualQuestions = {
  decode: [
    { words: ['decode', 'AROAY24FZKAOBPJTH2BSF'], world: { env: { LANG: 'C.UTF-8' } }, status: 0 },
    { words: ['decode', 'AKIAIOSFODNN7EXAMPLE'], world: { env: { LANG: 'C.UTF-8' } }, status: 0 },
  ],
  simulate: [simulate('s3:GetObject')],
  run: [
    {
      words: ['run', '--', 'true'],
      world: {
        env: { LANG: 'C.UTF-8' },
        foreground: () => ({ kind: 'ended', status: 0, written: [], isCut: false }),
      },
      // The host of plain data starts no program; the real one needs this for it.
      hostModule: 'foreground',
      status: 0,
    },
  ],
  'explain-error': [
    {
      words: [
        'explain-error',
        'User: arn:aws:iam::111122223333:user/mika is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme/x" with an explicit deny in a service control policy',
      ],
      world: { homeFolder: home, env: { LANG: 'C.UTF-8' } },
      status: 0,
    },
  ],
  lint: [
    {
      words: ['lint', 'policy.json'],
      world: { homeFolder: home, files: { 'policy.json': policy }, env: { LANG: 'C.UTF-8' } },
      status: 0,
    },
  ],
  'explain-chain': [
    {
      words: ['explain-chain', '--offline'],
      world: {
        homeFolder: home,
        files: {
          [`${home}/.aws/config`]: { content: config, mode: 0o600 },
          [`${home}/.aws/credentials`]: { content: credentials, mode: 0o600 },
        },
        env: { LANG: 'C.UTF-8', HOME: home },
      },
      status: 0,
    },
  ],
  whoami: [
    {
      words: ['whoami'],
      world: {
        homeFolder: home,
        files: {
          [`${home}/.aws/config`]: { content: config, mode: 0o600 },
          [`${home}/.aws/credentials`]: { content: credentials, mode: 0o600 },
        },
        env: { LANG: 'C.UTF-8', HOME: home },
      },
      asksAws: true,
      status: 0,
    },
  ],
  demo: [{ words: ['demo'], world: { env: { LANG: 'C.UTF-8' } }, status: 0 }],
};
