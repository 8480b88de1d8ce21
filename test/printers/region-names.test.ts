import { expect, test } from 'vitest';
import { Raw } from '../../src/core/raw.ts';
import { regionOfName } from '../../src/printers/region-names.ts';
import { nearestRegion, printRegion, regions } from '../../src/printers/region.ts';
import { explain } from '../credentials/gotchas/situation.ts';
import { dev, pair } from '../support/keys.ts';

test.each([
  ['EU (Ireland)', 'eu-west-1'],
  ['Europe (Ireland)', 'eu-west-1'],
  ['eu (ireland)', 'eu-west-1'],
  ['Ireland', 'eu-west-1'],
  ['US East (N. Virginia)', 'us-east-1'],
  ['us-east-1 (N. Virginia)', 'us-east-1'],
  ['US East (N. Virginia) us-east-1', 'us-east-1'],
  ['US East (Northern Virginia)', 'us-east-1'],
  ['virginia', 'us-east-1'],
  ['N. California', 'us-west-1'],
  ['Oregon', 'us-west-2'],
  ['South America (São Paulo)', 'sa-east-1'],
  ['AWS GovCloud (US-West)', 'us-gov-west-1'],
  ['Canada (Central)', 'ca-central-1'],
  ['Canada', 'ca-central-1'],
  ['Mexico (Central)', 'mx-central-1'],
  ['"Asia Pacific (Tokyo)"', 'ap-northeast-1'],
])('%s is %s', (text, code) => {
  expect(regionOfName(text)).toBe(code);
  expect(nearestRegion(new Raw(text))).toBe(code);
});

test.each([
  ...regions,
  'us-east-1a',
  '',
  'Europe',
  'us-east-1 (Ireland)',
  'N.',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
])('%s is no name of one', (text) => {
  expect(regionOfName(text)).toBeUndefined();
});

test('a name is shown as it was typed, and nothing beside it', () => {
  expect(printRegion(new Raw('eu   (IRELAND)'))).toBe('eu   (IRELAND)');
  expect(printRegion(new Raw('Ireland wJalrXUtnFEMI'))).not.toContain('wJalr');
});

test.each(['EU (Ireland)', 'Frankfurt', 'US East (N. Virginia)'])(
  'region = %s is answered with the region',
  async (name) => {
    const { document, json } = await explain({
      env: { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined },
      config: `[default]\nregion = ${name}\n`,
      credentials: `[default]\n${pair(dev)}`,
    });
    const hints = document.diagnostics.map(({ hint }) => hint);
    expect(`${json.out} ${hints.join(' ')}`).toContain(nearestRegion(new Raw(name)));
    expect(hints.join(' ')).toContain(`aws configure set region ${regionOfName(name) ?? ''}`);
  },
);
