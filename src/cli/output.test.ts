import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { outputOf } from './output.ts';

const error = (code: string): Error => Object.assign(new Error(code), { code });

/** A stream whose writes fail: later, or at once as those to files do in some versions of Node. */
const failing = (code: string, atOnce: boolean): Writable =>
  new Writable({
    autoDestroy: false,
    write: (_chunk, _encoding, done) => {
      if (atOnce) throw error(code);
      setImmediate(done, error(code));
    },
  });

/** What writers and what `onFailed` are told. */
const told = async (code: string, atOnce: boolean, asks: boolean): Promise<readonly string[]> => {
  const heard: string[] = [];
  const output = outputOf(failing(code, atOnce), ({ message }) => heard.push(`failed: ${message}`));
  output.write('x', asks ? (cause) => heard.push(`writer: ${cause?.message}`) : undefined);
  // The event follows the write by two turns.
  for (let turn = 0; turn < 4; turn += 1) await new Promise(setImmediate);
  return heard;
};

describe.each([
  ['later', false],
  ['at once', true],
])('a write that fails %s', (_, atOnce) => {
  it('is told to who has asked, once', async () => {
    expect(await told('ENOSPC', atOnce, true)).toEqual(['writer: ENOSPC']);
    expect(await told('EPIPE', atOnce, true)).toEqual(['writer: EPIPE']);
  });

  it('is a failure where nobody has asked', async () => {
    expect(await told('ENOSPC', atOnce, false)).toEqual(['failed: ENOSPC']);
  });

  it('is none where the reader has gone', async () => {
    expect(await told('EPIPE', atOnce, false)).toEqual([]);
  });
});

it('tells when a text has been handed on', async () => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done() });
  const output = outputOf(stream, () => undefined);
  expect(
    await new Promise((resolve) => output.write('x', (cause) => resolve(cause ?? 'done'))),
  ).toBe('done');
  expect(output).toMatchObject({ isTerminal: false, columns: undefined, rows: undefined });
});
