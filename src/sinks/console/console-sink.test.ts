import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PaneLine } from '../../result/pane-line.ts';
import { type ConsoleSink, createConsoleSink } from './console-sink.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const pane = (revision: number, final = false): PaneLine => ({
  analytic: 'a',
  start: 0,
  end: 1,
  revision,
  final,
  json: '{}',
});

interface Fixture {
  readonly sink: ConsoleSink<string>;
  readonly writes: string[];
  readonly resize: (columns: number, rows: number) => void;
}

/** A console whose frames are the last news on the first line, and the size on the second. */
const consoleOf = (isTerminal: boolean, failure?: Error): Fixture => {
  const writes: string[] = [];
  let size = { columns: 20, rows: 5 };
  let news = '';
  const sink = createConsoleSink<string>({
    out: {
      write: (text, done) => {
        writes.push(text);
        done?.(failure);
      },
      isTerminal,
    },
    size: () => size,
    view: {
      update: (one) => {
        news = typeof one === 'string' ? one : `pane ${one.at(-1)?.revision}`;
      },
      frame: ({ columns, rows }) => [news, `${columns}x${rows}`, '', ''],
      block: ({ revision, final }, width) => [`${revision} ${final} in ${width}`],
    },
  });
  return { sink, writes, resize: (columns, rows) => (size = { columns, rows }) };
};

const enter = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const leave = '\u001b[?7h\u001b[?25h\u001b[?1049l';
const frame = (text: string): string => `\u001b[?2026h${text}\u001b[?2026l`;
const line = (row: number, text: string): string => `\u001b[${row};1H\u001b[K${text}\u001b[0m`;

describe('the console on a terminal', () => {
  it('draws on a screen of its own, and only what has changed', async () => {
    const { sink, writes } = consoleOf(true);
    expect(writes).toEqual([]);
    await sink.deliver([pane(1)]);
    expect(writes).toEqual([
      frame(`${enter}\u001b[2J${line(1, 'pane 1')}${line(2, '20x5')}${line(3, '')}${line(4, '')}`),
    ]);
    vi.advanceTimersByTime(200);
    sink.progress('news');
    expect(writes.slice(1)).toEqual([frame(line(1, 'news'))]);
    vi.advanceTimersByTime(200);
    sink.progress('news');
    expect(writes).toHaveLength(2);
  });

  it('draws at most five times a second, the last news included', async () => {
    const { sink, writes } = consoleOf(true);
    for (let revision = 1; revision <= 10; revision += 1) {
      await sink.deliver([pane(revision)]);
      vi.advanceTimersByTime(60);
    }
    vi.advanceTimersByTime(1000);
    expect(writes.map((text) => /pane (\d+)/.exec(text)?.[1])).toEqual(['1', '4', '7', '10']);
  });

  it('draws all anew on a terminal of another size', async () => {
    const { sink, writes, resize } = consoleOf(true);
    await sink.deliver([pane(1)]);
    resize(30, 6);
    vi.advanceTimersByTime(200);
    sink.progress('news');
    expect(writes[1]).toBe(
      frame(`\u001b[2J${line(1, 'news')}${line(2, '30x6')}${line(3, '')}${line(4, '')}`),
    );
  });

  it('leaves the last frame behind when it is closed', async () => {
    const { sink, writes } = consoleOf(true);
    await sink.deliver([pane(1)]);
    await sink.deliver([pane(2)]);
    await sink.close();
    expect(writes.slice(1)).toEqual([leave, 'pane 2\n20x3\n']);
    vi.advanceTimersByTime(1000);
    await sink.close();
    sink.restore();
    expect(writes).toHaveLength(3);
  });

  it('gives the terminal back at once in a crash, and draws no more', async () => {
    const { sink, writes } = consoleOf(true);
    await sink.deliver([pane(1)]);
    sink.restore();
    sink.restore();
    await sink.deliver([pane(2)]);
    sink.progress('news');
    vi.advanceTimersByTime(1000);
    await sink.close();
    expect(writes.slice(1)).toEqual([leave]);
  });

  it('has nothing to give back before it has drawn', () => {
    const { sink, writes } = consoleOf(true);
    sink.restore();
    expect(writes).toEqual([]);
  });
});

describe('the console elsewhere', () => {
  it('prints final panes as blocks', async () => {
    const { sink, writes } = consoleOf(false);
    sink.progress('news');
    await sink.deliver([pane(1), pane(2, true), pane(3)]);
    await sink.deliver([pane(4, true)]);
    sink.restore();
    await sink.close();
    expect(writes).toEqual(['2 true in 20\n\n', '4 true in 20\n\n']);
  });

  it.each([
    ['EPIPE', 'SINK_GONE'],
    ['ENOSPC', 'SINK_FAILED'],
  ])('does not take panes after %s', async (cause, code) => {
    const { sink, writes } = consoleOf(false, Object.assign(new Error(cause), { code: cause }));
    await sink.deliver([pane(1)]);
    await expect(sink.deliver([pane(2, true)])).rejects.toMatchObject({ code });
    await expect(sink.deliver([pane(3, true)])).rejects.toMatchObject({ code });
    await sink.close();
    expect(writes).toHaveLength(1);
  });
});
