import type { Host } from '../core/host.ts';
import type { Shell } from '../core/write-command.ts';

/** The shell in which the program was started, as far as its environment tells, and by which name it is found there. */
export async function shellOf(host: Host): Promise<Shell> {
  return { kind: kindOf(host), iamx: (await isFoundByNpx(host)) ? 'npx iamx' : 'iamx' };
}

/** Windows hands a user's own module folder to PowerShell alone, and a prompt to what the older shell starts. */
function kindOf({ platform, env }: Host): Shell['kind'] {
  if (platform === 'posix') return 'posix';
  const isPowerShell = /\\Documents\\(?:Windows)?PowerShell\\/i.test(env['PSModulePath'] ?? '');
  return env['PROMPT'] !== undefined && !isPowerShell ? 'cmd' : 'powershell';
}

/**
 * Started by `npx`, and nowhere else to be found: it says so in `npm_command`, and puts folders of its own in front of
 * PATH, which the shell does not have (npm 11, `libnpmexec`, `@npmcli/run-script/lib/set-path.js`).
 */
async function isFoundByNpx(host: Host): Promise<boolean> {
  const { env, platform } = host;
  if (env['npm_command'] !== 'exec' && env['npm_lifecycle_event'] !== 'npx') return false;
  const [separator, names] = platform === 'windows' ? [';', ['iamx.cmd', 'iamx.exe']] : [':', ['iamx']];
  const folders = (env['PATH'] ?? env['Path'] ?? '')
    .split(separator)
    .filter((folder) => folder !== '' && !/[/\\]node_modules[/\\]/.test(`${folder}/`));
  for (const folder of folders) {
    for (const name of names) {
      if (await isFile(host, `${folder}/${name}`)) return false;
    }
  }
  return true;
}

async function isFile(host: Host, path: string): Promise<boolean> {
  try {
    return (await host.inspect(path))?.kind === 'file';
  } catch {
    return false;
  }
}
