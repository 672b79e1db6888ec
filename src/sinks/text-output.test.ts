import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createTextWriter, type TextOutput } from './text-output.ts';

const failing = (code: string): TextOutput => ({
  write: (_, done) => done(Object.assign(new Error(`write ${code}`), { code })),
});

describe('texts on an output', () => {
  it('come in order', async () => {
    const out = new PassThrough({ encoding: 'utf8' });
    const writer = createTextWriter(out, 'it');
    await writer.write(['a', 'b']);
    await writer.write([]);
    await writer.write(['c']);
    expect(out.read()).toBe('abc');
  });

  it('wait for a reader that is slow, in parts', async () => {
    const held: (() => void)[] = [];
    const texts: string[] = [];
    const out: TextOutput = { write: (text, done) => held.push((texts.push(text), done)) };
    let written = false;
    const filler = 'x'.repeat(1 << 20);
    const writing = createTextWriter(out, 'it')
      .write([filler, 'a', 'b'])
      .then(() => (written = true));
    await Promise.resolve();
    expect([texts, written]).toEqual([[filler], false]);
    held[0]?.();
    await new Promise(setImmediate);
    expect([texts, written]).toEqual([[filler, 'ab'], false]);
    held[1]?.();
    await writing;
  });

  it.each(['EPIPE', 'EIO'])('are not taken where the reader has gone: %s', async (code) => {
    const writer = createTextWriter(failing(code), 'it');
    const gone = { code: 'SINK_GONE', exitCode: 0, message: 'nobody reads it any more' };
    await expect(writer.write(['a'])).rejects.toMatchObject(gone);
    await expect(writer.write(['b'])).rejects.toMatchObject(gone);
  });

  it('are not taken where the output fails, with what to do', async () => {
    await expect(createTextWriter(failing('ENOSPC'), 'it').write(['a'])).rejects.toMatchObject({
      code: 'SINK_FAILED',
      exitCode: 1,
      message: 'cannot write to it: write ENOSPC',
      hint: 'make room or send the output elsewhere, and start again',
    });
  });

  it('are not tried again after a failure', async () => {
    let writes = 0;
    const out: TextOutput = {
      write: (_, done) => {
        writes += 1;
        done(new Error('no'));
      },
    };
    const writer = createTextWriter(out, 'it');
    await expect(writer.write(['a', 'b'])).rejects.toThrow('no');
    await expect(writer.write(['c'])).rejects.toThrow('no');
    expect(writes).toBe(1);
  });
});
