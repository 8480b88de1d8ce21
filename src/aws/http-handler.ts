import { buildQueryString, type HttpHandler, type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { Network } from './network.ts';
import { sendObserved, type Observer } from './send.ts';

/**
 * Sends what an SDK client asks for, within the network's time limit and through its proxy, and says exactly what
 * failed where no answer comes. In place of the SDK's own handler, which knows neither proxies nor phases.
 */
export function httpHandler(network: Network, observer: Observer = {}): HttpHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request) => ({
      response: new HttpResponse(await sendObserved(urlOf(request), request, network, observer)),
    }),
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

function urlOf({ protocol, hostname, port, path, query }: HttpRequest): URL {
  const words = buildQueryString(query);
  const host = port === undefined ? hostname : `${hostname}:${port}`;
  return new URL(`${protocol}//${host}${path}${words === '' ? '' : `?${words}`}`);
}
