import { describe, expect, it } from 'vitest';
import { notesTo } from './notes.ts';
import { progressLine } from './progress-line.ts';

describe('the progress line', () => {
  it.each<[Parameters<typeof progressLine>, string]>([
    [
      [{ label: 'reading', events: 3_412_908, share: 0.25 }, 3_412_908, 3000],
      'reading     3,412,908 events  1.14 M/s  25.0 %  9 s left',
    ],
    [[{ label: 'reading', events: 0, share: undefined }, 0, 0], 'reading     0 s'],
    [
      [{ label: 'computing', events: 10, share: undefined }, 0, 61_000],
      'computing   10 events  1 min 1 s',
    ],
    [[{ label: 'reading', events: 10, share: 2 }, 10, 100], 'reading     10 events  100.0 %'],
    [
      [{ label: 'reading', events: 1, share: 0.02 }, 1, 200_000],
      'reading     1 events  0.005/s  2.0 %  2 h 43 min left',
    ],
  ])('%#', (given, line) => {
    expect(progressLine(...given)).toBe(line);
  });
});

const recorded = (isTerminal: boolean, quiet = false) => {
  const written: string[] = [];
  let now = 0;
  const output = {
    write: (text: string) => {
      written.push(text);
    },
    isTerminal,
    columns: isTerminal ? 30 : undefined,
  };
  const notes = notesTo(output, quiet, () => now);
  const work = (ms: number, stepMs: number): void => {
    for (const end = now + ms; now < end; now += stepMs) {
      notes.progress({ label: 'reading', events: now, share: undefined });
    }
  };
  return { notes, written, work };
};

describe('progress', () => {
  it('is drawn at most ten times a second, within the width, and removed', () => {
    const { notes, written, work } = recorded(true);
    work(1000, 1);
    expect(written.length).toBeLessThanOrEqual(10);
    expect(written.length).toBeGreaterThanOrEqual(9);
    for (const text of written) {
      expect(text.startsWith('\r') && text.endsWith('\u001b[K')).toBe(true);
      expect(text.length).toBeLessThanOrEqual(1 + 29 + 3);
    }
    notes.end();
    expect(written.at(-1)).toBe('\r\u001b[K');
    const before = written.length;
    notes.end();
    notes.tick();
    expect(written).toHaveLength(before);
  });

  it('is a plain line every five seconds elsewhere', () => {
    const { notes, written, work } = recorded(false);
    work(20_001, 100);
    notes.end();
    expect(written).toHaveLength(4);
    expect(written[0]).toMatch(/^reading [\w ,./]*\n$/);
  });

  it('is silent where it is told to be; warnings are not', () => {
    const { notes, written, work } = recorded(false, true);
    work(20_000, 100);
    notes.note('by the way');
    notes.warn('look \u001b[2J out');
    expect(written).toEqual([String.raw`tonearm: warning: look \x1b[2J out` + '\n']);
  });

  it('makes room for a note', () => {
    const { notes, written, work } = recorded(true);
    work(300, 100);
    notes.note('kept');
    expect(written.slice(-2)).toEqual(['\r\u001b[K', 'kept\n']);
  });
});
