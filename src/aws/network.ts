import { setMaxListeners } from 'node:events';

/** How calls to AWS leave this machine: the chosen SDK's rules, worked out by the caller. */
export interface Route {
  /** The proxy for a URL, with its user and password if it needs them; undefined where there is none. */
  readonly proxyFor: (url: URL) => string | undefined;
  /** Is told of every request before it leaves. */
  readonly beforeSend?: (url: URL, headers: Readonly<Record<string, string>>) => Promise<void>;
  /** PEM text of the authorities that are trusted in place of Node's own. */
  readonly certificates?: string;
}

/** A route with a time limit that all calls share, retries included. */
export interface Network extends Route {
  readonly timeoutMs: number;
  /** Milliseconds that are left. */
  readonly left: () => number;
  /** Aborted when the time is over. */
  readonly signal: AbortSignal;
  /** Waits for a person: the time does not run meanwhile. */
  readonly hold: <T>(wait: () => Promise<T>) => Promise<T>;
  /** Ends what is still going on. */
  readonly close: () => void;
}

/** Milliseconds of a clock that nobody sets; `performance` would load eleven modules of Node's (2 ms) for it. */
function steadyNow(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}

export function openNetwork(route: Route, timeoutMs: number): Network {
  const controller = new AbortController();
  // Every call that is on its way listens; Node would warn of more than ten on standard error.
  setMaxListeners(0, controller.signal);
  let left = timeoutMs;
  let startedAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    startedAt = steadyNow();
    timer = setTimeout(() => {
      controller.abort();
    }, left);
    // It ends calls, not the program's wait for its end.
    timer.unref();
  };
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
    left = Math.max(0, left - (steadyNow() - startedAt));
  };
  start();
  return {
    ...route,
    timeoutMs,
    left: () => (timer === undefined ? left : Math.max(0, left - (steadyNow() - startedAt))),
    signal: controller.signal,
    hold: async (wait) => {
      stop();
      try {
        return await wait();
      } finally {
        start();
      }
    },
    close: () => {
      stop();
      controller.abort();
    },
  };
}

/** What a connection was doing when it failed. */
export type Phase = 'dns' | 'connect' | 'tls' | 'proxy' | 'http';

/** No answer came. Its message never holds a header, a URL's password or anything that was sent. */
export interface NetworkFailure extends Error {
  readonly phase: Phase;
  /** `host:port` that was asked; the proxy's where that failed. */
  readonly peer: string;
  /** The system's code, which tells the SDK whether another attempt may help. */
  readonly code: string;
  readonly isLate: boolean;
}

export function networkFailure(
  phase: Phase,
  peer: string,
  message: string,
  { code = '', isLate = false }: { readonly code?: string; readonly isLate?: boolean } = {},
): NetworkFailure {
  // The SDK makes no further attempt after an AbortError.
  const name = isLate ? 'AbortError' : 'NetworkFailure';
  return Object.assign(new Error(message), { name, phase, peer, code, isLate });
}

export function isNetworkFailure(error: unknown): error is NetworkFailure {
  return error instanceof Error && 'phase' in error && 'peer' in error && 'isLate' in error;
}
