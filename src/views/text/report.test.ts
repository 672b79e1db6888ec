import { fc, test as property } from '@fast-check/vitest';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { hostileStrings, sampleReport } from '../../../test/support/sample-report.ts';
import { displayWidth, truncate, wrap } from '../format/display-width.ts';
import { renderText } from './report.ts';

const widest = (text: string): number => Math.max(...text.split('\n').map(displayWidth));

describe('display width', () => {
  test.each([
    ['abc', 3],
    ['夜に駆ける', 10],
    ['한', 2],
    ['👩‍👩‍👧‍👦', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['e\u0301', 1],
    ['مرحبا', 5],
    ['▏█', 2],
  ])('%s takes %d cells', (text, cells) => {
    expect(displayWidth(text)).toBe(cells);
  });

  test('wide letters are not cut in half', () => {
    expect(truncate('夜に駆ける', 6)).toBe('夜に…');
    expect(truncate('abc', 3)).toBe('abc');
    expect(truncate('abc', 0)).toBe('');
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  });

  property.prop([fc.string({ unit: 'grapheme' }), fc.nat(40)])('a cut text fits', (text, room) => {
    expect(displayWidth(truncate(text, room))).toBeLessThanOrEqual(room);
  });
});

describe('the text report', () => {
  const report = sampleReport({ windows: true, rows: 30 });

  test.each([40, 60, 80, 100, 120, 200])('has no line longer than %d cells', (width) => {
    expect(
      widest(renderText(report, { width, outDir: `/tmp/${'deep/'.repeat(60)}` })),
    ).toBeLessThanOrEqual(width);
  });

  test('shows every table, and where the files are', () => {
    const text = renderText(report, { outDir: '/somewhere' });
    for (const { analytic } of report.tables) expect(text).toContain(analytic.title);
    expect(text).toContain('All rows and report.html: /somewhere');
    expect(text).toContain('10 of 30 songs');
    expect(text.split('\n').length).toBeLessThan(120);
  });

  test('rows are as many as asked for', () => {
    expect(renderText(report, { rows: 3 })).toContain('3 of 30 songs');
  });

  test('colours are only there when asked for, and change nothing else', () => {
    const without = renderText(report);
    const coloured = renderText(report, { colour: true });
    expect(without).not.toMatch(/[^\P{Cc}\n]/u);
    expect(coloured).toContain('\u001b[');
    expect(stripVTControlCharacters(coloured)).toBe(without);
  });

  test('hostile strings neither act nor break the lines', () => {
    const hostile = sampleReport({
      rows: hostileStrings.length,
      text: (n) => hostileStrings[n % hostileStrings.length] ?? null,
      summary: {
        runId: '\u001b[2J',
        streamRule: 'x\u0007',
        inputs: [],
        counts: { read: 1, accepted: 0, duplicates: 0, rejected: { '\u001b[1m': 1 }, outside: 0 },
      },
    });
    const text = renderText(hostile, { width: 100, outDir: '/tmp/\u001b[31m', rows: 40 });
    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]/u);
    expect(text).toContain('\\x1b[31mred');
    expect(widest(text)).toBeLessThanOrEqual(100);
  });

  property.prop([fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 })], {
    numRuns: 15,
  })('no text from data reaches the terminal as a control', (texts) => {
    const text = renderText(
      sampleReport({ rows: 5, text: (n) => texts[n % texts.length] ?? null }),
      { width: 80 },
    );
    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    expect(widest(text)).toBeLessThanOrEqual(80);
  });

  test('says not available where endings are not known, and unknown for missing keys', () => {
    const text = renderText(sampleReport({ knowsEndings: false, text: () => null }));
    expect(text).toContain('not available');
    expect(text).toContain('unknown');
    expect(text).toContain('Not available means that the data does not say how playbacks ended.');
  });

  test('empty tables say so', () => {
    const text = renderText(sampleReport({ rows: 0 }));
    expect(text).toContain('Nothing in the data belongs here.');
  });
});
