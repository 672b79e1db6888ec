import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { PaneLine } from '../../result/pane-line.ts';
import { createJsonLinesSink } from './json-lines-sink.ts';

const pane = (revision: number): PaneLine => ({
  analytic: 'a',
  start: 0,
  end: 1,
  revision,
  final: false,
  json: JSON.stringify({ revision }),
});

describe('panes as lines on a stream', () => {
  it('come in order, one a line', async () => {
    const out = new PassThrough({ encoding: 'utf8' });
    const sink = createJsonLinesSink({ out });
    await sink.deliver([pane(1), pane(2)]);
    await sink.deliver([]);
    await sink.deliver([pane(3)]);
    expect(out.read()).toBe('{"revision":1}\n{"revision":2}\n{"revision":3}\n');
  });

  it.each([
    ['EPIPE', 'SINK_GONE', 'nobody reads standard output any more'],
    ['ENOSPC', 'SINK_FAILED', 'cannot write to standard output: write ENOSPC'],
  ])('are not delivered after %s', async (cause, code, message) => {
    const sink = createJsonLinesSink({
      out: {
        write: (_, done) => done(Object.assign(new Error(`write ${cause}`), { code: cause })),
      },
    });
    await expect(sink.deliver([pane(1)])).rejects.toMatchObject({ code, message });
    await expect(sink.deliver([pane(2)])).rejects.toMatchObject({ code });
    await sink.close();
  });
});
