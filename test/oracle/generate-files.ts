import fc from 'fast-check';
import type { ChainCase } from '../support/chain-case.ts';

/**
 * Shared files as hands write them: every header and line in every order.
 * Each value is another one, so that it tells which line it came from.
 */
const headers = [
  '[default]',
  '[profile a]',
  '[a]',
  '[profile default]',
  '[profile  a]',
  '[profile\ta]',
  '[ profile a ]',
  '[profile a ]',
  '[Profile a]',
  '[ default ]',
  '[ a ]',
  '[DEFAULT]',
  '[profile.a]',
  "[profile 'a']",
  '[profile "a"]',
  '[profile "a b"]',
  '[profile a b]',
  '[a b]',
  '["a"]',
  '[profile é]',
  '[profile a] # c',
  '[profile a]# c',
  '[profile a]junk',
  '[profile a',
  '  [profile a]',
  '[profile a.b]',
  '[]',
  '[profile ]',
  '[profile a];c',
  '[profile a] ; c',
  '[profile a]]',
  '[[profile a]]',
  '[profile [a]]',
  '[profile "a"] # c',
  '[profile #a]',
  '[profile a#b]',
  '[profile a = b]',
  'profile a]',
  '[a]b = c',
  '[services a]',
  '[sso-session a]',
] as const;

const selected = ['default', 'a', 'a b', 'a.b', 'DEFAULT', 'é', ' a ', '"a"'] as const;
const keys = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token', 'region'] as const;

type Write = (key: string, value: string) => string;

const usual: Write = (key, value) => `${key} = ${value}`;
const odd: readonly Write[] = [
  (key, value) => `${key}=${value}`,
  (key, value) => `${key}=  ${value}  `,
  (key, value) => `${key.toUpperCase()} = ${value}`,
  (key, value) => `${key}: ${value}`,
  (key, value) => `${key} ${value}`,
  (key) => key,
  (_, value) => `= ${value}`,
  (key) => `${key} =`,
  (key, value) => `  ${key} = ${value}`,
  (key, value) => `\t${key} = ${value}`,
  (key, value) => `${key} = ${value} # mine`,
  (key, value) => `${key} = ${value} ; mine`,
  (key, value) => `${key} = ${value}#mine`,
  (key, value) => `${key} = "${value}"`,
  (key, value) => `${key} = '${value}'`,
  (key, value) => `${key} = ${value}=x`,
  (key, value) => `${key} = ${value}%x`,
  (key, value) => `${key} = $${value}`,
  (key, value) => `${key} = ${value}\\n`,
  (key, value) => `${key} = \u00a0${value}\u00a0`,
  (key, value) => `${key} = ${value}\n  more`,
  (key, value) => `${key} =\n  ${value}`,
  (key, value) => `${key} =\n  inner = ${value}`,
  (key, value) => `export ${key} = ${value}`,
  () => '# a comment = with a sign',
  () => '; another',
  () => '  # an indented comment',
  () => '',
  () => '   ',
  () => 'REM a line',
  (key, value) => `${key} = "${value}" # mine`,
  (key, value) => `${key} = "${value} # mine"`,
  (key, value) => `${key} = '${value}"`,
  (key, value) => `${key} = "${value}`,
  (key) => `${key} = ""`,
  (key, value) => `${key} = ''${value}''`,
  (key, value) => `${key} = "${value}" "x"`,
  (key, value) => `${key}==${value}`,
  (key, value) => `${key} := ${value}`,
  (key, value) => `${key}\t=\t${value}\t`,
  (key, value) => `${key} = ${value}\t# mine`,
  (key, value) => `${key} = ${value};mine`,
  (key, value) => `${key} = # ${value}`,
  (key, value) => `${key} = #${value}`,
  (key, value) => `#${key} = ${value}`,
  (key, value) => `${key} = ${value}\n[x`,
  (key, value) => `${key} = ${value}\n  # aside\n  more = less`,
  (key, value) => `${key} = ${value}\n\n  more = less`,
  (key, value) => `${key} =\n\n  inner = ${value}`,
  (key, value) => `${key} =\n# aside\n  inner = ${value}`,
  (key, value) => `${key} = ${value}\r`,
  (key, value) => `${key} = ${value}\n  [a]`,
  (key, value) => `"${key}" = ${value}`,
  (key, value) => `${key} x = ${value}`,
  (key, value) => `${key}[] = ${value}`,
  (key) => `${key} = "`,
  (key) => `other =\n  ${key} = '`,
  (key, value) => `${key} = ${value}\u00a0# mine`,
  (key, value) => `${key} = "\n  ${value}"`,
];

/** Which way, which key; the number that makes the value its own is given by the place. */
const line = fc.record({
  key: fc.constantFrom(...keys),
  write: fc.oneof(
    { weight: 2, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  ),
});

/** Most sections have their pair, so that most files give keys; what is odd stands around it. */
const pair = [
  { key: 'aws_access_key_id', write: usual },
  { key: 'aws_secret_access_key', write: usual },
] as const;
const section = fc
  .record({
    header: fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom('[default]', '[profile a]', '[a]') },
      { weight: 1, arbitrary: fc.constantFrom(...headers) },
    ),
    hasPair: fc.boolean(),
    before: fc.array(line, { maxLength: 2 }),
    after: fc.array(line, { maxLength: 2 }),
  })
  .map(({ header, hasPair, before, after }) => ({
    header,
    lines: [...before, ...(hasPair ? pair : []), ...after],
  }));

const file = (mark: string) =>
  fc
    .record({
      start: fc.oneof(
        { weight: 20, arbitrary: fc.constant('') },
        { weight: 1, arbitrary: fc.constantFrom('\ufeff', 'junk\n', '\n', '# c\n') },
      ),
      sections: fc.array(section, { minLength: 1, maxLength: 3 }),
      end: fc.oneof(
        { weight: 20, arbitrary: fc.constant('\n') },
        { weight: 1, arbitrary: fc.constantFrom('\r\n', '\r') },
      ),
    })
    .map(({ start, sections, end }) => {
      let count = 0;
      const written = sections.flatMap(({ header, lines }) => [
        header,
        ...lines.map(({ key, write }) => write(key, valueOf(key, `${mark}${count++}`))),
      ]);
      return (
        start +
        written
          .map((text) => `${text}\n`)
          .join('')
          .replaceAll('\n', end)
      );
    });

function valueOf(key: string, place: string): string {
  if (key === 'region') return 'us-east-1';
  if (key !== 'aws_access_key_id') return `${key === 'aws_session_token' ? 'token' : 'secret'}-of-${place}`;
  const letters = Array.from(place, (character) =>
    /\d/.test(character) ? 'ABCDEFGHIJ'.charAt(Number(character)) : character,
  );
  return `AKIA${letters.join('')}`.padEnd(20, 'Z');
}

/** A case about what stands in the files and nothing else; where they give nothing, the instance's role answers. */
export const anyFileCase: fc.Arbitrary<ChainCase> = fc
  .record({
    config: fc.option(file('CONF'), { nil: undefined, freq: 2 }),
    credentials: fc.option(file('CRED'), { nil: undefined, freq: 3 }),
    profile: fc.option(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom('a', 'default') },
        { weight: 1, arbitrary: fc.constantFrom(...selected) },
      ),
      { nil: undefined },
    ),
  })
  .map(({ config, credentials, profile }) => ({
    env: profile === undefined ? {} : { AWS_PROFILE: profile },
    files: {
      ...(config === undefined ? {} : { '.aws/config': config }),
      ...(credentials === undefined ? {} : { '.aws/credentials': credentials }),
    },
    options: {},
    http: { imds: { role: 'node' } },
  }));
