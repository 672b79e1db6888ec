import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';
import type { Answer } from './answer.ts';
import { skipped, type NoSpark } from './own-server.ts';

/** The Connect server that all tests of a run share, or why this machine cannot have one. */
export type TestSpark = { readonly remote: string; readonly reason?: undefined } | NoSpark;

const ask = async (): Promise<Answer> =>
  JSON.parse(await text(connect(inject('sparkKeeper'), '127.0.0.1'))) as Answer;

/**
 * The run's server (`sc://host:port`; local[2], up to 8 GB, 2 shuffle partitions), started when the first
 * test asks: allow 120 s, which covers the jars on a new machine. Nobody may stop it; a test opens a
 * session of its own. Where tools are missing the reason is given; with `CI=true` that is an error.
 */
export const startTestSpark = async (): Promise<TestSpark> => {
  const running = process.env['TONEARM_TEST_SPARK'];
  if (running !== undefined) return { remote: running };
  const answer = await ask();
  if ('missing' in answer) return skipped(answer.missing);
  if ('failure' in answer) throw new Error(answer.failure);
  return answer;
};
