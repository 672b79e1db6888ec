import { afterEach, expect, test } from 'vitest';
import { TonearmError } from '../../error.ts';
import type { Health } from './health.ts';
import { type MetricsServer, serveMetrics } from './server.ts';

const health: Health = {
  httpStatus: 503,
  body: { status: 'stalled', secondsSinceBatch: 31, batchId: 3, lag: 9, watermark: null },
};
const pages = { metrics: () => 'x 1\n', health: () => health };

const open: MetricsServer[] = [];
const serve = async (port: number): Promise<MetricsServer> => {
  const server = await serveMetrics(port, pages);
  open.push(server);
  return server;
};

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

test('serves metrics and health', async () => {
  const { address } = await serve(0);
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const metrics = await fetch(`${address}/metrics?collect=all`);
  expect(metrics.status).toBe(200);
  expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(await metrics.text()).toBe('x 1\n');
  const answer = await fetch(`${address}/health`);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual(health.body);
});

test.each([
  ['GET', '/'],
  ['GET', '/metrics/'],
  ['POST', '/metrics'],
  ['DELETE', '/health'],
])('%s %s is not there', async (method, path) => {
  const { address } = await serve(0);
  expect((await fetch(`${address}${path}`, { method })).status).toBe(404);
});

test('a port that is taken is an error with a way out', async () => {
  const { address } = await serve(0);
  const port = Number(new URL(address).port);
  const error: unknown = await serveMetrics(port, pages).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TonearmError);
  expect(error).toMatchObject({ code: 'PORT_UNAVAILABLE', exitCode: 1, facts: { port } });
  expect((error as TonearmError).hint).toContain('--metrics-port');
});

test('closes although a client keeps its connection', async () => {
  const server = await serveMetrics(0, pages);
  await (await fetch(`${server.address}/metrics`)).text();
  await server.close();
  await expect(fetch(`${server.address}/metrics`)).rejects.toThrow();
});
