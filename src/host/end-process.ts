import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** One of the machine's processes. */
interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

/** Rounds of looking for what was started meanwhile. */
const mostRounds = 5;

/**
 * Ends a process with all that it started, however deep, those that left its group included. What was given to the
 * system for good, a daemon whose starter has ended and that made a session of its own, is nobody's any more. Of a process
 * that has ended itself only what it left in its group is there: its number may be another's.
 */
export function endWithAll(pid: number, hasEnded: boolean): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true, stdio: 'ignore' });
    return;
  }
  const group = [pid];
  const all = new Set(hasEnded ? [] : group);
  // Who stands still starts nothing more; a killed one would give its children away, and they would not be found.
  for (let round = 0; round < mostRounds; round++) {
    const found = startedBy(new Set([...group, ...all]), listProcesses());
    const others = found.filter((each) => each !== pid && !all.has(each));
    if (round > 0 && others.length === 0) break;
    for (const each of others) all.add(each);
    for (const each of round === 0 ? all : others) send(each, 'SIGSTOP');
  }
  for (const each of all) send(each, 'SIGKILL');
}

/** These, what they started, and who is in their groups. */
function startedBy(roots: ReadonlySet<number>, rows: readonly Row[]): readonly number[] {
  const found = new Set(roots);
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const { pid, parent, group } of rows) {
      // A group has the number of whoever made it, who may have ended.
      if (pid !== process.pid && (found.has(parent) || found.has(group))) found.add(pid);
    }
  }
  return [...found];
}

function send(pid: number, signal: 'SIGSTOP' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended, or is somebody else's.
  }
}

function listProcesses(): readonly Row[] {
  return process.platform === 'linux' ? listOfKernel() : listOfPs();
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name may hold anything, and stands in brackets. */
function listOfKernel(): readonly Row[] {
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    try {
      const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const [, parent, group] = text.slice(text.lastIndexOf(')') + 2).split(' ', 3);
      return [{ pid, parent: Number(parent), group: Number(group) }];
    } catch {
      // It ended while others were looked at.
      return [];
    }
  });
}

function listOfPs(): readonly Row[] {
  const { stdout, error } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,pgid='], { encoding: 'latin1' });
  if (error !== undefined) return [];
  return stdout.split('\n').flatMap((line) => {
    const [pid = 0, parent = 0, group = 0] = line.trim().split(/\s+/).map(Number);
    return pid > 0 ? [{ pid, parent, group }] : [];
  });
}
