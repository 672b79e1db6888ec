import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startTestSpark } from './server.ts';

test('all tests of a run share one server', { timeout: 120_000 }, async (context) => {
  const [spark, again] = await Promise.all([startTestSpark(), startTestSpark()]);
  if (spark.reason !== undefined) return context.skip(spark.reason);
  expect(again).toEqual(spark);
  const { hostname, port } = new URL(spark.remote.replace('sc:', 'http:'));
  expect(hostname).toBe('127.0.0.1');
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.destroy();
});
