/** One request as the fake gets it, from a socket or from a memory host. */
export interface Received {
  readonly method: string;
  /** Host that was meant: a rerouted request names it in `x-original-host`. */
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** As sent, without the question mark. */
  readonly rawQuery: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Reply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' };

export function received(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Received {
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const { host, pathname, search, searchParams } = new URL(url);
  return {
    method,
    host: lower['x-original-host'] ?? host,
    path: pathname,
    query: searchParams,
    rawQuery: search.slice(1),
    headers: lower,
    body,
  };
}

export function answer(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { kind: 'answer', status, headers, body };
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return answer(status, JSON.stringify(value), { 'content-type': 'application/json', ...headers });
}

/** An error of a service that speaks JSON (portal, OIDC, signin). */
export function jsonError(status: number, code: string, message: string): Reply {
  return json(status, { __type: code, message }, { 'x-amzn-errortype': code });
}
