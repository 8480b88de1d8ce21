import { rawText } from '../../support/raw-text.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jvmProperty, splitOptions } from '../../../src/credentials/places/jvm-properties.ts';
import { openWorld } from '../../../src/credentials/places/world.ts';
import { memoryHost } from '../../../src/host/memory.ts';

test.each<[string, readonly string[]]>([
  ['', []],
  ['  -Xmx1g\t-Da=b\n', ['-Xmx1g', '-Da=b']],
  ['-Da="b c" -Dd=e', ['-Da=b c', '-Dd=e']],
  ["'-Da=b \"c' -Dd", ['-Da=b "c', '-Dd']],
  ['-Da="b', ['-Da=b']],
])('the options in %j', (text, options) => {
  expect(splitOptions(text)).toEqual(options);
});

test('options keep every character but blanks and quotes', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const bare = (value: string) => value.replaceAll(/[\s"']/g, '');
      // Within one kind of quotes the other kind is a character like any other.
      expect(bare(splitOptions(text).join(''))).toBe(bare(text));
    }),
  );
});

function property(env: Readonly<Record<string, string>>, name: string) {
  return jvmProperty(openWorld(memoryHost({ env }), 'offline'), name);
}

test('a property is told with the variable that gives it', () => {
  const { value, evidence } = property({ JAVA_TOOL_OPTIONS: '-Daws.region=eu-west-1' }, 'aws.region');
  expect(rawText({ value })).toBe('eu-west-1');
  expect(evidence).toEqual({ kind: 'env', name: 'JAVA_TOOL_OPTIONS -Daws.region', value: 'eu-west-1' });
});

test.each<[string, string | undefined]>([
  ['-Daws.region=', ''],
  ['-Daws.region', ''],
  ['-Daws.regions=r', undefined],
  ['-Daws.region=a=b', 'a=b'],
])('%s gives %j', (options, expected) => {
  expect(rawText(property({ JAVA_TOOL_OPTIONS: options }, 'aws.region'))).toBe(expected);
});
