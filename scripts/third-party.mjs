/**
 * What stands in the bundle that others wrote: the texts of their licences, which these ask for, and a CycloneDX bill of
 * materials (https://cyclonedx.org/docs/1.6/json/), so that an audit sees what is inside although nothing is installed.
 */
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const permitted = /^(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD)$/;

/** Writes both files into `folder`; throws where a licence is not one that iamx may bundle, or has no text. */
export async function writeThirdParty(folder, root, metafile) {
  const packages = await packagesOf(root, metafile);
  await writeFile(join(folder, 'THIRD-PARTY-LICENSES.txt'), licenceTexts(packages));
  await writeFile(
    join(folder, 'sbom.cdx.json'),
    `${JSON.stringify(await billOf(root, packages), null, 1)}\n`,
  );
}

/** The packages whose code is in the bundle, in the order of their names. */
async function packagesOf(root, metafile) {
  const paths = new Set();
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const path = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(input);
      if (path && bytesInOutput > 0) paths.add(path[0].replace(/\/$/, ''));
    }
  }
  const { packages: locked } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  const packages = await Promise.all(
    [...paths].sort().map(async (path) => {
      const at = join(root, path);
      const { name, version, license, repository } = JSON.parse(
        await readFile(join(at, 'package.json'), 'utf8'),
      );
      if (!permitted.test(license)) throw new Error(`the licence of ${name} is ${license}`);
      const file = (await readdir(at)).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file === undefined ? undefined : (await readFile(join(at, file), 'utf8')).trim();
      const source = typeof repository === 'string' ? repository : repository?.url;
      return { name, version, license, text, source, integrity: locked[path]?.integrity };
    }),
  );
  return packages.map((one) => ({ ...one, text: one.text ?? textOfSame(one, packages) }));
}

/** Packages of the AWS SDK leave their licence out at times: it is the text of the others of the same owner. */
function textOfSame({ name, license }, packages) {
  const owner = name.split('/')[0];
  const same = packages.find(
    (other) => other.text !== undefined && other.license === license && other.name.split('/')[0] === owner,
  );
  if (same === undefined) throw new Error(`${name} has no licence text`);
  return same.text;
}

function licenceTexts(packages) {
  return packages
    .map(({ name, version, license, text }) => `${name} ${version} (${license})\n\n${text}\n`)
    .join(`\n${'-'.repeat(72)}\n\n`);
}

async function billOf(root, packages) {
  const own = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const components = packages.map(componentOf);
  const self = { ...componentOf(own), type: 'application' };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(components.map((one) => one.purl).join('\n'))}`,
    version: 1,
    metadata: { component: self },
    components,
    dependencies: [{ ref: self['bom-ref'], dependsOn: components.map((one) => one['bom-ref']) }],
  };
}

function componentOf({ name, version, license, description, source, integrity }) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    ...(description === undefined ? {} : { description }),
    licenses: [{ license: { id: license } }],
    purl,
    ...(integrity === undefined ? {} : { hashes: [hashOf(integrity)] }),
    ...(source === undefined ? {} : { externalReferences: [{ type: 'vcs', url: source }] }),
  };
}

/** Of the archive as the registry has it: `sha512-` and base64 in the lock file, hexadecimal in a bill of materials. */
function hashOf(integrity) {
  const [algorithm, value] = integrity.split('-', 2);
  return { alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(value, 'base64').toString('hex') };
}

/** The same bill has the same number: a build leaves the same bytes. */
function uuidOf(text) {
  const digits = createHash('sha256').update(text).digest('hex').slice(0, 32).split('');
  digits[12] = '8';
  digits[16] = '8';
  return digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
