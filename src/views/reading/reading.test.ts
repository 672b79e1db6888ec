import { describe, expect, test } from 'vitest';
import { sampleReport } from '../../../test/support/sample-report.ts';
import { analytic } from '../../model/analytic.ts';
import { bars } from '../../model/chart.ts';
import { desc } from '../../model/order.ts';
import { type Row, table } from '../../result/table.ts';
import { action, country, hour, song, weekday } from '../../vocabulary/dimensions.ts';
import { events, plays, share, skipRate, skips } from '../../vocabulary/measures.ts';
import { heatMap, histogram, profile, scatter } from '../../model/chart.ts';
import { briefColumns, missingColumns } from './columns.ts';
import { finding } from './finding.ts';
import { heatGrid } from './grid.ts';
import { lead } from './lead.ts';
import { qualityWords } from './quality.ts';
import { isAdditive, shareColumn } from './ranking.ts';
import {
  cellWords,
  columnOf,
  plural,
  read,
  type Reading,
  readingContext,
  rowName,
} from './reading.ts';
import { reasonWords } from './reasons.ts';
import { readWindows } from './windows.ts';

const sample = sampleReport();
const knowing = readingContext(sample);
const unknowing = { ...knowing, knowsEndings: false };
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

const actions = analytic({
  name: 'a',
  title: 'A',
  question: 'Q?',
  by: action,
  measures: [events, share],
  order: [desc(events)],
  chart: bars({ of: events, label: 'action' }),
});
const says = (rows: readonly Row[]): string =>
  plain(finding(read(table(actions, 'table', rows), knowing)));

describe('findings', () => {
  test('name the leader with its share, and who follows', () => {
    expect(
      says([
        ['play', 60, 0.6],
        ['skip', 30, 0.3],
        ['stop', 10, 0.1],
      ]),
    ).toBe('Events are highest for play with 60, 60.0 % of all, ahead of skip and stop.');
  });

  test('say when there is one, a tie, or nothing', () => {
    expect(says([['play', 1, 1]])).toBe('play is the only action: 1 event.');
    expect(
      says([
        ['play', 5, 0.5],
        ['skip', 5, 0.5],
      ]),
    ).toBe('All 2 actions are level: 5 events each.');
    expect(
      says([
        ['play', 5, 0.4],
        ['skip', 5, 0.4],
        ['stop', 2, 0.2],
      ]),
    ).toBe('play and skip share the lead with 5 events each.');
    expect(says([])).toBe('Nothing in the data belongs here.');
    expect(says([['play', 0, null]])).toBe('No events in the data.');
  });

  test('tell the highest and lowest place of a grid', () => {
    const week = analytic({
      name: 'w',
      title: 'W',
      question: 'Q?',
      by: [weekday, hour],
      measures: [plays],
      chart: heatMap({ of: plays, x: 'hour', y: 'weekday' }),
    });
    const reading = read(
      table(week, 'table', [
        [1, 8, 1],
        [5, 18, 7],
        [7, 3, 2],
      ]),
      knowing,
    );
    expect(plain(finding(reading))).toBe(
      'Plays are highest on Friday at 18–19 h with 7, 70.0 % of all, and lowest on Monday at 8–9 h with 1.',
    );
    expect(heatGrid(reading, week.chart as never)).toMatchObject({
      columns: ['8', '18', '3'],
      rows: ['Mon', 'Fri', 'Sun'],
    });
  });

  test('tell where most of a distribution lies', () => {
    const hours = analytic({
      name: 'h',
      title: 'H',
      question: 'Q?',
      by: hour,
      measures: [plays],
      chart: histogram({ of: plays, label: 'hour' }),
    });
    expect(
      plain(
        finding(
          read(
            table(hours, 'table', [
              [0, 4],
              [1, 3],
              [2, 3],
            ]),
            knowing,
          ),
        ),
      ),
    ).toBe('The commonest range is 0–1 h with 4 plays; half of all fall in 1–2 h or below.');
  });

  test('are honest about what the data does not know', () => {
    const skipped = analytic({
      name: 's',
      title: 'S',
      question: 'Q?',
      by: hour,
      measures: [skips],
      chart: profile({ of: skips, at: 'hour' }),
    });
    const reading = read(table(skipped, 'table', [[0, 0]]), unknowing);
    expect(finding(reading)).toBe('Not available: the data does not say how playbacks ended.');
    expect(cellWords(reading, [0, 0], columnOf(reading, 'skips'))).toBe('not available');
    expect(missingColumns(reading).map(({ name }) => name)).toEqual(['skips']);
  });

  test('a threshold that nothing reaches is named', () => {
    const engaged = analytic({
      name: 'e',
      title: 'E',
      question: 'Q?',
      by: song,
      measures: [plays, skipRate],
      threshold: { of: plays, table: 50, window: 5 },
      chart: scatter({ x: skipRate, y: plays, size: plays, label: 'song_title' }),
    });
    expect(finding(read(table(engaged, 'table', []), knowing))).toBe(
      'Nothing to list: no song reaches the threshold for “Plays”.',
    );
  });
});

describe('rows', () => {
  const songs = analytic({
    name: 's',
    title: 'S',
    question: 'Q?',
    by: song,
    measures: [plays],
    chart: bars({ of: plays, label: 'song_title', by: 'artist_name' }),
  });
  const reading: Reading = read(table(songs, 'table', [['id1', null, null, null, 1]]), knowing);

  test('are named by their label, else by their key', () => {
    expect(rowName(reading, ['id1', 'Title', null, null, 1], 'song_title')).toBe('Title');
    expect(rowName(reading, ['id1', null, null, null, 1], 'song_title')).toBe('id1');
    expect(rowName(reading, ['id1', '', null, null, 1], 'song_title')).toBe('id1');
    expect(cellWords(reading, ['id1', null, null, null, 1], columnOf(reading, 'artist_name'))).toBe(
      'unknown',
    );
  });

  test('have short forms without ids', () => {
    expect(briefColumns(reading)).toMatchObject({
      name: { name: 'song_title' },
      more: [{ name: 'artist_name' }],
      main: [{ name: 'plays' }],
    });
  });

  test('countries are found by what the key reads, not by its name', () => {
    const by = analytic({
      name: 'c',
      title: 'C',
      question: 'Q?',
      by: country,
      measures: [plays],
      chart: bars({ of: plays, label: 'country' }),
    });
    expect(rowName(read(table(by, 'table', []), knowing), ['JP', 1], 'country')).toBe('Japan');
    expect(plural('country')).toBe('countries');
  });
});

test('a share belongs to the measure it is a share of', () => {
  const reading = read(table(actions, 'table', []), knowing);
  expect(shareColumn(reading, 'events')).toBe('share');
  expect(isAdditive(reading, 'events')).toBe(true);
  expect(isAdditive(reading, 'share')).toBe(false);
});

describe('the first sentence', () => {
  test('says who listened to how much, when and how', () => {
    expect(plain(lead(sample))).toMatch(
      /^[\d,]+ listeners played [\d,]+ songs [\d,]+ times from 25 October to 1 November 2026, most often between \d+ and \d+ h, and moved on from \d+ % of the playbacks that ended\.$/,
    );
  });

  test('leaves out what is not there', () => {
    expect(lead(sampleReport({ knowsEndings: false }))).toMatch(
      /How the playbacks ended is not known\.$/,
    );
    expect(plain(lead({ ...sample, tables: [] }))).toBe(
      '98,950 events from 25 October to 1 November 2026.',
    );
  });
});

test('counts that do not add up are said loudly', () => {
  const counts = { read: 10, accepted: 7, duplicates: 1, rejected: { json: 2 }, outside: 0 };
  expect(qualityWords(counts)).toEqual({
    balanced: true,
    sentence: 'Every event is accounted for: 10 read = 7 accepted + 1 duplicates + 2 rejected.',
  });
  expect(qualityWords({ ...counts, read: 11 })).toMatchObject({
    balanced: false,
    sentence: expect.stringContaining('do not add up'),
  });
  expect(reasonWords('missing:user_id')).toBe('user_id is missing');
  expect(reasonWords('brand-new')).toBe('brand-new');
});

test('windows are summed up by their number, the last one, and a line', () => {
  const [overview] = sampleReport({ windows: true }).tables.filter(
    ({ name }) => name === 'overview_windowed',
  );
  if (overview === undefined) throw new Error('no windowed overview');
  const found = readWindows(read(overview, knowing));
  expect(found).toMatchObject({ windows: 4, line: { column: { name: 'plays' } } });
  expect(found.lastRows).toHaveLength(1);
  expect(found.line?.values).toHaveLength(4);
  expect(readWindows(read({ ...overview, rows: [] }, knowing))).toMatchObject({
    windows: 0,
    last: undefined,
  });
});
