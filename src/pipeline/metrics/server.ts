import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf, TonearmError } from '../../error.ts';
import { contentType } from './exposition.ts';
import type { Health } from './health.ts';

/** What the pages say; made anew for each request. */
export interface MetricsPages {
  readonly metrics: () => string;
  readonly health: () => Health;
}

export interface MetricsServer {
  /** Without a path: `http://127.0.0.1:9464`. */
  readonly address: string;
  close(): Promise<void>;
}

const host = '127.0.0.1';

interface Page {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const pageOf = (path: string, { metrics, health }: MetricsPages): Page | undefined => {
  if (path === '/metrics') return { status: 200, type: contentType, text: metrics() };
  if (path !== '/health') return undefined;
  const { httpStatus, body } = health();
  return { status: httpStatus, type: 'application/json', text: `${JSON.stringify(body)}\n` };
};

const missing: Page = {
  status: 404,
  type: 'text/plain; charset=utf-8',
  text: 'GET /metrics or GET /health\n',
};

const unavailable = (port: number, cause: unknown): TonearmError =>
  new TonearmError(
    'PORT_UNAVAILABLE',
    `metrics cannot be served on port ${port} of ${host}: ${messageOf(cause)}`,
    {
      facts: { port },
      cause,
      hint: 'give another port with --metrics-port, or leave it out',
    },
  );

const listening = async (server: Server, port: number): Promise<void> => {
  try {
    server.listen({ host, port });
    await once(server, 'listening');
  } catch (cause) {
    throw unavailable(port, cause);
  }
};

/** Serves metrics and health to this machine alone; port 0 is any free one. @throws TonearmError PORT_UNAVAILABLE */
export const serveMetrics = async (port: number, pages: MetricsPages): Promise<MetricsServer> => {
  const server = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const page = (request.method === 'GET' ? pageOf(path, pages) : undefined) ?? missing;
    response.writeHead(page.status, { 'content-type': page.type, 'cache-control': 'no-store' });
    response.end(page.text);
  });
  await listening(server, port);
  return {
    address: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
