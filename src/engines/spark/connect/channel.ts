import type { ClientHttp2Session } from 'node:http2';
import { createClient, type Client, type Interceptor } from '@connectrpc/connect';
import { createGrpcTransport, Http2SessionManager } from '@connectrpc/connect-node';
import type { Endpoint } from './endpoint.ts';
import { SparkConnectService } from './proto/spark.gen.ts';
import { socketTo } from './socket.ts';

/** The calls of Spark Connect over one HTTP/2 connection, which is made again when it was lost. */
export interface Channel {
  readonly client: Client<typeof SparkConnectService>;
  /** Ends the connection and every call on it. */
  close(): void;
}

// What the server may send before it waits for us, of one call and of all: enough not to wait for
// the way there and back, and with a batch (4 MiB) less than the 10 MiB that the server keeps of
// what it has sent, for streams that break.
const streamWindow = 4 * 1024 * 1024;
const connectionWindow = 4 * streamWindow;

const headersOf = ({ token, userAgent, headers }: Endpoint, clientType: string): Interceptor => {
  const entries = Object.entries(headers);
  return (next) => (request) => {
    for (const [name, value] of entries) request.header.set(name, value);
    request.header.set('user-agent', userAgent ?? clientType);
    if (token !== undefined) request.header.set('authorization', `Bearer ${token}`);
    return next(request);
  };
};

/** Nothing is connected before the first call. */
export const openChannel = (
  endpoint: Endpoint,
  { clientType, connectTimeoutMs }: { clientType: string; connectTimeoutMs: number },
): Channel => {
  const { host, port, tls } = endpoint;
  const baseUrl = `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const manager = new Http2SessionManager(baseUrl, undefined, {
    createConnection: () => socketTo(endpoint, connectTimeoutMs),
    settings: { initialWindowSize: streamWindow },
  });
  const prepared = new WeakSet<ClientHttp2Session>();
  const transport = createGrpcTransport({
    baseUrl,
    acceptCompression: [],
    interceptors: [headersOf(endpoint, clientType)],
    sessionManager: {
      authority: manager.authority,
      notifyResponseByteRead: (stream) => manager.notifyResponseByteRead(stream),
      async request(method, path, headers, options) {
        const stream = await manager.request(method, path, headers, options);
        const session = stream.session as ClientHttp2Session | undefined;
        if (session !== undefined && !prepared.has(session)) {
          prepared.add(session);
          session.setLocalWindowSize(connectionWindow);
          // Calls hear of it by themselves; an error that nobody listens to would end the process.
          session.on('error', () => {});
        }
        return stream;
      },
    },
  });
  return { client: createClient(SparkConnectService, transport), close: () => manager.abort() };
};
