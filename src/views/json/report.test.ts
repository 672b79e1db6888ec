import { describe, expect, test } from 'vitest';
import { hostileStrings, sampleReport } from '../../../test/support/sample-report.ts';
import { jsonParts, renderJson } from './report.ts';

describe('report.json', () => {
  const report = sampleReport({ windows: true });
  const parsed = JSON.parse(renderJson(report));

  test('is one document with version, summary and all tables', () => {
    expect(parsed).toMatchObject({
      format: 'tonearm-report',
      format_version: 1,
      summary: {
        run_id: 'run-1',
        started_at: '2026-11-01T00:00:00Z',
        finished_at: '2026-11-01T00:00:02.400Z',
        time_zone: 'Europe/Berlin',
      },
    });
    expect(parsed.tables.map(({ name }: { name: string }) => name)).toEqual(
      report.tables.map(({ name }) => name),
    );
  });

  test('holds every row as an object, instants as RFC 3339', () => {
    for (const [index, { rows, columns, analytic }] of report.tables.entries()) {
      const found = parsed.tables[index];
      expect(found).toMatchObject({ title: analytic.title, question: analytic.question });
      expect(found.rows).toHaveLength(rows.length);
      expect(Object.keys(found.rows[0])).toEqual(columns.map(({ name }) => name));
    }
    const windowed = parsed.tables.find(
      ({ name }: { name: string }) => name === 'overview_windowed',
    );
    expect(windowed.rows[0].window_start).toBe('2026-10-25T00:00:00Z');
  });

  test('marks the columns that the data cannot know', () => {
    const unknowing = JSON.parse(renderJson(sampleReport({ knowsEndings: false })));
    const available = Object.fromEntries(
      unknowing.tables[0].columns.map((one: { name: string; available: boolean }) => [
        one.name,
        one.available,
      ]),
    );
    expect(available).toMatchObject({ plays: true, skip_rate: false, streams: false });
  });

  test('comes in pieces, and survives any text', () => {
    const hostile = sampleReport({
      rows: hostileStrings.length,
      text: (n) => hostileStrings[n] ?? null,
    });
    const text = [...jsonParts(hostile)].join('');
    const songs = JSON.parse(text).tables.find(
      ({ name }: { name: string }) => name === 'popular_songs',
    );
    expect(songs.rows.map(({ song_title }: { song_title: string }) => song_title)).toEqual(
      hostileStrings,
    );
    expect(JSON.parse(renderJson({ ...hostile, tables: [] })).tables).toEqual([]);
    expect(JSON.parse(renderJson(sampleReport({ rows: 0 }))).tables[2].rows).toEqual([]);
  });
});
