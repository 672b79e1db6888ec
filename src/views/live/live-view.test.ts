import { fc, test } from '@fast-check/vitest';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../analytics/index.gen.ts';
import type { PaneLine } from '../../result/pane-line.ts';
import { displayWidth } from '../format/display-width.ts';
import { firstWindow, minute, paneOf, progressOf } from './live.cases.ts';
import { createLiveView, type LiveView, type LiveViewOptions } from './live-view.ts';
import type { LiveProgress } from './progress.ts';

const viewOf = (
  news: readonly (readonly PaneLine[] | LiveProgress)[],
  options: Partial<LiveViewOptions> = {},
): LiveView => {
  const view = createLiveView({
    source: 'file:log',
    analytics: catalogue,
    timeZone: 'UTC',
    colour: false,
    ...options,
  });
  for (const one of news) view.update(one);
  return view;
};

const linesOf = (
  news: readonly (readonly PaneLine[] | LiveProgress)[],
  size = { columns: 80, rows: 24 },
): readonly string[] => viewOf(news).frame(size);

const actions = (window: number, plays: number, skips: number, more = {}): PaneLine =>
  paneOf(
    'action_counts',
    window,
    [
      { action: 'play', events: plays, share: plays / (plays + skips) },
      { action: 'skip', events: skips, share: skips / (plays + skips) },
    ],
    more,
  );

const songs = (window: number, ...titles: readonly string[]): PaneLine =>
  paneOf(
    'popular_songs',
    window,
    titles.map((title, index) => ({
      song_id: title,
      song_title: title,
      artist_name: `by ${title}`,
      plays: 100 - index,
    })),
  );

const overview = (window: number, plays: number, more = {}): PaneLine =>
  paneOf('overview', window, [{ plays, listeners: 391, skip_rate: plays / 1000 }], more);

describe('the live view', () => {
  it('says what it waits for', () => {
    const lines = viewOf([], { waiting: 'No events yet. Run `tonearm produce`.' }).frame({
      columns: 80,
      rows: 24,
    });
    expect(lines).toHaveLength(24);
    expect(lines[0]).toMatch(/^tonearm {2}file:log {20,}● starting$/);
    expect(lines).toContain('No events yet. Run `tonearm produce`.');
  });

  it('tells how the stream does', () => {
    const [title, flow, counts] = linesOf([
      progressOf({ eventsPerSecond: 1000 }),
      progressOf({ state: 'catching up', lag: 1_204 }),
    ]);
    expect(title).toMatch(/● catching up$/);
    expect(flow).toBe(
      '▄█ 2,014 events/s   lag 1,204 records   newest event 1 s ago        10:22:01 UTC',
    );
    expect(counts).toBe(
      'events 12,408   late 12   rejected 3   duplicates 41   watermark 10:12:00',
    );
    const wide = linesOf([progressOf({ lag: 3_600_000, lagUnit: 'bytes' })], {
      columns: 120,
      rows: 24,
    });
    expect(wide[1]).toContain('lag 3.6 MB');
    expect(wide[2]).toMatch(/open windows 27$/);
    expect(linesOf([progressOf({ watermark: null, newest: null })])[2]).toContain('none yet');
  });

  it('shows the newest window, what is left of it, and when it is final', () => {
    const shown = (progress: Partial<LiveProgress>, final = false): string | undefined =>
      linesOf([[actions(-1, 5, 5), actions(0, 7, 3, { final })], progressOf(progress)])[4];
    expect(shown({})).toMatch(/^10:20–10:25 {2}━{15}─{23} {2}3 min left, final in 13 min$/u);
    expect(shown({ newest: firstWindow + 5 * minute })).toMatch(
      / ━+ {2}complete, final in 13 min$/,
    );
    expect(shown({}, true)).toMatch(/ ━+ {2}final$/);
    expect(shown({ now: firstWindow + 2880 * minute })).toMatch(/^2026-11-22 10:20–10:25 /);
  });

  it('keeps to the newest revision, and to finals', () => {
    const plays = (...panes: readonly PaneLine[]): string =>
      linesOf([panes]).find((line) => line.startsWith('play ')) ?? '';
    expect(plays(actions(0, 7, 3, { revision: 2 }), actions(0, 9, 1))).toContain(' 7 ━');
    expect(plays(actions(0, 7, 3), actions(0, 9, 1, { revision: 2 }))).toContain(' 9 ━');
    const final = actions(0, 7, 3, { revision: 2, final: true });
    expect(plays(final, actions(0, 9, 1, { revision: 3 }))).toContain(' 7 ━');
    expect(plays(actions(1, 7, 3), actions(0, 9, 1))).toContain(' 7 ━');
  });

  it('compares shares with the window before', () => {
    const lines = linesOf([[actions(-2, 1, 1), actions(-1, 5, 5), actions(0, 7, 3)]]);
    expect(lines.find((line) => line.startsWith('play '))).toMatch(/ 70\.0 % {2}▲20\.0/);
    expect(lines.find((line) => line.startsWith('skip '))).toMatch(/ 30\.0 % {2}▼20\.0/);
    const same = linesOf([[actions(-1, 7, 3), actions(0, 70, 30)]]);
    expect(same.find((line) => line.startsWith('play '))).toMatch(/ 70\.0 % {2}·/);
  });

  it('compares places with the window before', () => {
    const lines = linesOf([[songs(-1, 'A', 'B', 'C', 'D'), songs(0, 'C', 'A', 'B', 'E')]]);
    const changes = lines.flatMap(
      (line) => /(\d) {2}(\w) .*[━╸] +(▲\d|▼\d|·|new)?$/.exec(line) ?? [],
    );
    expect(changes.filter((_, index) => index % 4 > 1)).toEqual([
      ...['C', '▲2'],
      ...['A', '▼1'],
      ...['B', '▼1'],
      ...['E', 'new'],
    ]);
  });

  it('keeps numbers in place beside names that are written from the right', () => {
    const lines = linesOf([[songs(0, 'الطريق', 'Road')]]).join('\n');
    expect(lines).toMatch(/1 {2}\u200eالطريق\u200e\u200e · by/);
    expect(lines).toMatch(/2 {2}Road · by/);
  });

  it('makes no news of it when most are new', () => {
    const lines = linesOf([[songs(-1, 'A', 'B'), songs(0, 'C', 'D', 'A')]]);
    expect(lines.join('\n')).not.toContain('new');
    expect(lines.join('\n')).toContain('▼2');
  });

  it('shows the figures of the window, and rates beside those of the one before', () => {
    const lines = linesOf([[overview(-1, 400), overview(0, 412), actions(0, 1, 1)]]);
    expect(lines[5]).toMatch(/^412 .* 41\.2 % ▲1\.2/);
    expect(lines[6]).toMatch(/^plays .* skip rate/);
  });

  it('ends with the last final window', () => {
    const final = { final: true, revision: 9 };
    const lines = linesOf([
      [overview(-3, 7, final), overview(-2, 380, final), overview(-1, 400), songs(-1, 'A')],
      progressOf(),
    ]);
    expect(lines.at(-1)).toMatch(/^final 10:10–10:15 {3}380 plays {3}/);
    expect(linesOf([[overview(-1, 400)]]).at(-1)).toBe('');
  });

  it('says last what went wrong', () => {
    const lines = linesOf([[overview(-2, 3, { final: true })], progressOf({ notice: 'a\u001bb' })]);
    expect(lines.at(-1)).toBe('a\\x1bb');
    expect(lines.at(-2)).toMatch(/^final /);
  });

  it('keeps every panel in its place when a window turns', () => {
    const places = (lines: readonly string[]): readonly number[] =>
      ['Actions', 'Popular songs', 'Devices', 'Countries'].map((title) =>
        lines.findIndex((line) => line.includes(title)),
      );
    const many = Array.from({ length: 9 }, (_, index) => ({ events: 9 - index, share: 0.1 }));
    const devices = many.map((row, index) => ({ ...row, device: `d${index}` }));
    const countries = many.map((row, index) => ({ ...row, country: `A${index}` }));
    const full = [
      actions(0, 7, 3),
      songs(0, 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I'),
      paneOf('device_usage', 0, devices),
      paneOf('geographic_distribution', 0, countries),
    ];
    const fresh = [
      actions(1, 1, 1),
      songs(1, 'A'),
      paneOf('device_usage', 1, devices.slice(0, 1)),
      paneOf('geographic_distribution', 1, countries.slice(0, 1)),
    ];
    for (const size of [
      { columns: 80, rows: 24 },
      { columns: 120, rows: 40 },
    ]) {
      const before = places(linesOf([full], size));
      expect(before).not.toContain(-1);
      expect(places(linesOf([full, fresh], size))).toEqual(before);
    }
  });

  it('says which window a panel is of, where it is another', () => {
    const lines = linesOf([[actions(1, 1, 1), songs(0, 'A')], progressOf()]);
    expect(lines.join('\n')).toContain('Popular songs  10:20–10:25');
  });

  it('colours only where it is asked to, and says nothing by colour alone', () => {
    const news = [[actions(-1, 5, 5), actions(0, 7, 3)], progressOf()];
    const size = { columns: 100, rows: 30 };
    const coloured = viewOf(news, { colour: true }).frame(size).join('\n');
    const plain = viewOf(news).frame(size).join('\n');
    expect(coloured).toContain('\u001b[');
    expect(stripVTControlCharacters(coloured).replaceAll(/ +$/gm, '')).toBe(plain);
  });

  const hostile = fc.oneof(
    fc.constantFrom('\u001b[2J', 'a\nb', '\u202eabc', '日本語の曲名', 'الطريق', '👩‍👩‍👧 family', ''),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
  );

  test.prop(
    [
      fc.array(hostile, { maxLength: 25 }),
      fc.integer({ min: 1, max: 220 }),
      fc.integer({ min: 1, max: 70 }),
      fc.boolean(),
      hostile,
    ],
    { numRuns: 60 },
  )('fits the terminal and never acts on it', (texts, columns, rows, colour, notice) => {
    const cells = (of: string) =>
      texts.map((text, index) => ({
        [of]: text,
        song_id: `${index}`,
        plays: 9 - index,
        events: 4,
      }));
    const panes = [
      paneOf('popular_songs', 0, cells('song_title')),
      paneOf('popular_artists', 0, cells('artist_name')),
      paneOf('user_activity', 0, cells('user_id')),
      paneOf('city_distribution', 0, cells('city')),
      overview(0, 12),
      overview(-3, 12, { final: true }),
    ];
    const news = [panes, progressOf({ notice })];
    const lines = viewOf(news, { colour, source: notice }).frame({ columns, rows });
    expect(lines).toHaveLength(rows);
    for (const line of lines) {
      // oxlint-disable-next-line no-control-regex
      const text = line.replaceAll(/\u001b\[\d+m/g, '');
      expect(displayWidth(text)).toBeLessThanOrEqual(columns);
      // oxlint-disable-next-line no-control-regex
      expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/u);
    }
  });
});

describe('blocks, where there is no terminal', () => {
  it('name the window and show its first rows', () => {
    const titles = Array.from({ length: 12 }, (_, index) => `Song ${index}`);
    const block = viewOf([]).block({ ...songs(0, ...titles), final: true }, 100);
    expect(block[0]).toMatch(/^Popular songs {2}2026-11-22 10:20–10:25 UTC +plays$/);
    expect(block[1]).toMatch(/^ 1 {2}Song 0 · by Song 0 +100 ━+$/);
    expect(block.at(-1)).toBe('and 2 more');
    expect(block).toHaveLength(12);
  });

  it('show figures, and say where there are no rows', () => {
    expect(viewOf([]).block(overview(0, 412), 60)).toEqual([
      'Overview  2026-11-22 10:20–10:25 UTC  provisional',
      expect.stringMatching(/^412 /),
      expect.stringMatching(/^plays /),
    ]);
    expect(viewOf([]).block(songs(0), 60).at(-1)).toBe('no rows');
  });

  it('are nothing for an analytic that is not known', () => {
    expect(viewOf([], { analytics: [] }).block(overview(0, 1), 60)).toEqual([]);
  });
});
