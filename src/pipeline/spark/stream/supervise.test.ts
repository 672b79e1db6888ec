import { describe, expect, test } from 'vitest';
import { type ErrorCode, TonearmError } from '../../../error.ts';
import { type AttemptWatch, supervise } from './supervise.ts';

const failure = (code: ErrorCode, errorClass = ''): TonearmError =>
  new TonearmError(code, 'it failed', { facts: { errorClass }, hint: 'look' });

const onStart = new TonearmError('SPARK_FAILED', 'it does not start', {
  facts: { errorClass: 'DATA_SOURCE_NOT_FOUND', phase: 'start' },
});

type Step = (watch: AttemptWatch, stop: () => void) => void;

/** Runs attempts that do as the steps say; the last is repeated. */
const supervised = async (...steps: readonly Step[]) => {
  const stopping = new AbortController();
  const waits: number[] = [];
  const notices: string[] = [];
  let attempts = 0;
  const ended = await supervise({
    attempt: async (watch) => {
      const step = steps[Math.min(attempts, steps.length - 1)];
      attempts += 1;
      step?.(watch, () => stopping.abort());
    },
    sleep: async (ms) => void waits.push(ms),
    onNotice: (text) => void notices.push(text),
    signal: stopping.signal,
  }).catch((error: unknown) => error);
  return { ended, attempts, waits, notices };
};

const works =
  (error: TonearmError): Step =>
  ({ opened, worked }) => {
    opened();
    worked();
    throw error;
  };
const fails =
  (error: TonearmError): Step =>
  () => {
    throw error;
  };
const ends: Step = () => undefined;

test('what has worked is run again after a failure, and the waits double', async () => {
  const lost = failure('SPARK_SESSION_LOST');
  const { ended, waits, notices } = await supervised(works(lost), fails(lost), fails(lost), ends);
  expect(ended).toBeUndefined();
  expect(waits).toEqual([1_000, 2_000, 4_000]);
  expect(notices[0]).toBe('it failed; goes on from the checkpoint in 1 s');
});

test('brokers that were there are waited for', async () => {
  const away = failure('SOURCE_UNREACHABLE');
  expect((await supervised(works(failure('SPARK_FAILED')), fails(away), ends)).attempts).toBe(3);
  expect((await supervised(fails(away))).attempts).toBe(1);
});

test('work in between begins the waits anew', async () => {
  const failed = failure('SPARK_FAILED', 'TASK_LOST');
  const { waits } = await supervised(works(failed), works(failed), works(failed), ends);
  expect(waits).toEqual([1_000, 1_000, 1_000]);
});

test('six failures in a row are the end, in the words of the last', async () => {
  const away = failure('SPARK_UNREACHABLE');
  const { ended, attempts } = await supervised(works(failure('SPARK_FAILED')), fails(away));
  expect(attempts).toBe(6);
  expect(ended).toMatchObject({
    code: 'SPARK_UNREACHABLE',
    message: 'it failed (6 times in a row)',
    hint: expect.stringContaining('goes on from the checkpoint'),
  });
});

test('a session that is lost before anything was done is opened again', async () => {
  const opens: Step = ({ opened }) => {
    opened();
    throw failure('SPARK_SESSION_LOST');
  };
  const { ended, attempts } = await supervised(opens, ends);
  expect(ended).toBeUndefined();
  expect(attempts).toBe(2);
});

describe('another try is no help', () => {
  test.each([
    ['where nothing was reached yet', fails(failure('SPARK_UNREACHABLE'))],
    ['where a query has never started', fails(onStart)],
    ['where records are gone', works(failure('SPARK_FAILED', 'KAFKA_DATA_LOSS.x'))],
    ['where somebody else has taken over', works(failure('STATE_IN_USE'))],
  ])('%s', async (_, step) => {
    const { ended, attempts } = await supervised(step);
    expect(attempts).toBe(1);
    expect(ended).toBeInstanceOf(TonearmError);
  });
});

test('whoever is asked to stop does not fail', async () => {
  const { ended, attempts } = await supervised((_, stop) => {
    stop();
    throw failure('INTERRUPTED');
  });
  expect(ended).toBeUndefined();
  expect(attempts).toBe(1);
});
