import { buildQueryString, type HttpHandler, type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { Network } from './network.ts';
import { sendObserved, type Attempt, type Observer } from './send.ts';

/**
 * Sends what an SDK client asks for, within the network's time limit and through its proxy, and says exactly what
 * failed where no answer comes. In place of the SDK's own handler, which knows neither proxies nor phases.
 * What came of an attempt that was made already is what the client hears of its `first`.
 */
export function httpHandler(
  network: Network,
  { observer = {}, first }: { readonly observer?: Observer; readonly first?: Attempt | undefined },
): HttpHandler {
  let made = first;
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request) => {
      const attempt = made;
      made = undefined;
      if (attempt?.kind === 'failed') throw attempt.failure;
      const answer = attempt?.answer ?? (await sendObserved(urlOf(request), request, network, observer));
      return { response: new HttpResponse({ ...answer }) };
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

function urlOf({ protocol, hostname, port, path, query }: HttpRequest): URL {
  const words = buildQueryString(query);
  const host = port === undefined ? hostname : `${hostname}:${port}`;
  return new URL(`${protocol}//${host}${path}${words === '' ? '' : `?${words}`}`);
}
