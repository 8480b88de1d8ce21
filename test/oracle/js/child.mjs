/**
 * Asks the JavaScript SDK's default chain, one JSON line of standard input after the other. Every request that it
 * makes, to whatever host, goes to the fake on 127.0.0.1; no other connection can be opened.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { createInterface } from 'node:readline';

const port = Number(process.env.IAMX_FAKE_PORT);
const path = process.env.PATH;

/** The case that a request belongs to: one that ended may still have some on their way. */
const current = new AsyncLocalStorage();

const open = http.request;
const agent = new http.Agent({ keepAlive: false });
function reroute(scheme) {
  return (options, callback) => {
    const { hostname, host, port: to, headers } = options;
    const name = hostname ?? host ?? 'localhost';
    const original = to && to !== 80 && to !== 443 ? `${name}:${to}` : name;
    return open(
      {
        ...options,
        agent,
        protocol: 'http:',
        host: '127.0.0.1',
        hostname: '127.0.0.1',
        port,
        headers: {
          ...headers,
          'x-original-host': original,
          'x-original-scheme': scheme,
          'x-case': current.getStore() ?? '',
        },
      },
      callback,
    );
  };
}
http.request = reroute('http');
https.request = reroute('https');

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first !== 'object' || first.port !== port) throw new Error('only the loopback may be reached');
  return connect.apply(this, args);
};

// The SDK waits a second between its tries; nothing here gets better by waiting.
const wait = globalThis.setTimeout;
globalThis.setTimeout = (callback, delay, ...args) => wait(callback, delay === 1000 ? 200 : delay, ...args);
syncBuiltinESMExports();

const { STSClient } = await import('@aws-sdk/client-sts');
const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');

/** A region that IMDS did not tell is not asked for again for a minute: such cases go without a client. */
async function hasRegion(client) {
  try {
    return (await client.config.region()) !== '';
  } catch {
    return false;
  }
}

async function ask({ env, options }) {
  process.env = {
    PATH: path,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...env,
  };
  try {
    // As a program does: any client, with its default chain; calls for credentials go by the client's region.
    const chosen = options.profile === undefined ? {} : { profile: options.profile };
    const client = new STSClient({
      ...chosen,
      ...(options.region === undefined ? {} : { region: options.region }),
    });
    const keys = await ((await hasRegion(client))
      ? client.config.credentials()
      : fromNodeProviderChain(chosen)());
    return {
      kind: 'keys',
      accessKeyId: keys.accessKeyId,
      secretAccessKey: keys.secretAccessKey,
      sessionToken: keys.sessionToken,
      source: Object.keys(keys.$source ?? {}).join(' '),
    };
  } catch (error) {
    const isEnd = error.name === 'CredentialsProviderError' && /any providers/.test(error.message);
    return isEnd ? { kind: 'none' } : { kind: 'error', name: error.name, message: error.message };
  }
}

function answer(question) {
  return current.run(question.home, () => ask(question));
}

/** Some mistakes leave the SDK waiting for nothing. */
function patience() {
  return new Promise((resolve) => {
    wait(() => resolve({ kind: 'error', name: 'Hang', message: 'no answer' }), 8_000).unref();
  });
}

// A role that wants an MFA code leaves the failure of its source profile to nobody.
process.on('unhandledRejection', () => undefined);
// Keeps the program running while nothing else does.
globalThis.setInterval(() => undefined, 1_000);
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await Promise.race([answer(JSON.parse(line)), patience()]))}\n`);
}
process.exit();
