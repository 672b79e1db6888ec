import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { PaneLine } from '../../result/pane-line.ts';
import { createJsonLinesSink, type LineOutput } from './json-lines-sink.ts';

const pane = (revision: number, filler = ''): PaneLine => ({
  analytic: 'a',
  start: 0,
  end: 1,
  revision,
  final: false,
  json: JSON.stringify({ revision, filler }),
});

const failing = (code: string): LineOutput => ({
  write: (_, done) => done(Object.assign(new Error(`write ${code}`), { code })),
});

describe('panes as lines on a stream', () => {
  it('come in order, one a line', async () => {
    const out = new PassThrough({ encoding: 'utf8' });
    const sink = createJsonLinesSink({ out, onGone: () => undefined });
    await sink.deliver([pane(1), pane(2)]);
    await sink.deliver([]);
    await sink.deliver([pane(3)]);
    expect(out.read()).toBe(
      '{"revision":1,"filler":""}\n{"revision":2,"filler":""}\n{"revision":3,"filler":""}\n',
    );
  });

  it('wait for a reader that is slow', async () => {
    const held: (() => void)[] = [];
    const texts: string[] = [];
    const out: LineOutput = { write: (text, done) => held.push((texts.push(text), done)) };
    const sink = createJsonLinesSink({ out, onGone: () => undefined });
    let delivered = false;
    const filler = 'x'.repeat(1 << 20);
    const delivery = sink.deliver([pane(1, filler), pane(2)]).then(() => (delivered = true));
    await Promise.resolve();
    expect([texts.length, delivered]).toEqual([1, false]);
    held[0]?.();
    await new Promise(setImmediate);
    expect([texts.length, delivered]).toEqual([2, false]);
    held[1]?.();
    await delivery;
    expect(texts.join('').length).toBe(filler.length + 2 * '{"revision":1,"filler":""}\n'.length);
  });

  it.each(['EPIPE', 'EIO'])('end quietly where the reader has gone: %s', async (code) => {
    let gone = 0;
    const sink = createJsonLinesSink({ out: failing(code), onGone: () => (gone += 1) });
    await sink.deliver([pane(1)]);
    await sink.deliver([pane(2)]);
    await sink.close();
    expect(gone).toBe(1);
  });

  it('fail where the stream does', async () => {
    const sink = createJsonLinesSink({ out: failing('ENOSPC'), onGone: () => undefined });
    await expect(sink.deliver([pane(1)])).rejects.toMatchObject({
      code: 'SINK_FAILED',
      message: 'cannot write to standard output: write ENOSPC',
      exitCode: 1,
    });
  });
});
