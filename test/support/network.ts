import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';

/** Signed by itself, for localhost and 127.0.0.1, until 2120; its key is worth nothing. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBZDCCAQqgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlpYW14IHRl
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWlhbXggdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDQYQ2eihzB4d07S
puFRt8cmvLGlQCQ60metEBOG+Yryw05CI1c9pvV3MeMdzDUYm/LGD4Nq32sQ+rrN
JaNGxf+jSzBJMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAMBgNVHRMEBTAD
AQH/MB0GA1UdDgQWBBRDF0GJE/Txnbd1+qpb96oH/K8TozAKBggqhkjOPQQDAgNI
ADBFAiAmUO7hnAtq5Z5Ytc0YRBBAvrYDiIyro03cPfeoh0rrNAIhAPPnY9nXDLDW
tVIoYUPre58oMWlMC8yFTi5bWkfRKhPf
-----END CERTIFICATE-----`;
const privateKey = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIBnPsbqnga/J2GdJoE3f1vvkHgyxdbE4qFFDGntjBgA8oAoGCCqGSM49
AwEHoUQDQgAENBhDZ6KHMHh3TtKm4VG3xya8saVAJDrSZ60QE4b5ivLDTkIjVz2m
9Xcx4x3MNRib8sYPg2rfaxD6us0lo0bF/w==
-----END EC PRIVATE KEY-----`;

export interface Listening {
  readonly port: number;
  readonly close: () => Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export function listenHttps(handler: Handler): Promise<Listening> {
  return listening(createHttps({ cert: certificate, key: privateKey }, handler));
}

export function listenHttp(handler: Handler): Promise<Listening> {
  return listening(createHttp(handler));
}

/** A bare socket: `greet` does with a connection whatever it wants. */
export function listenTcp(greet: (socket: Socket) => void): Promise<Listening> {
  return listening(createTcp(greet));
}

export interface Proxy extends Listening {
  /** What was asked of it: `CONNECT host:port`, `POST http://…`, with the authorization that came. */
  readonly asked: readonly { readonly line: string; readonly authorization: string | undefined }[];
}

/** A proxy for both: tunnels, and requests with a whole URL. With a status it refuses all of them. */
export async function listenProxy(status?: number): Promise<Proxy> {
  const asked: { readonly line: string; readonly authorization: string | undefined }[] = [];
  const server = createHttp((request, response) => {
    asked.push({
      line: `${request.method ?? ''} ${request.url ?? ''}`,
      authorization: request.headers['proxy-authorization'],
    });
    response.writeHead(status ?? 502).end();
  });
  server.on('connect', ({ url = '', headers }: IncomingMessage, client: Socket) => {
    asked.push({ line: `CONNECT ${url}`, authorization: headers['proxy-authorization'] });
    if (status !== undefined) {
      client.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const [host = '', port = ''] = url.split(':');
    const target = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(client);
      client.pipe(target);
    });
    for (const socket of [client, target]) socket.on('error', () => undefined);
  });
  return { ...(await listening(server)), asked };
}

async function listening(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
