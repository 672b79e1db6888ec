import { expect, test } from 'vitest';
import { at, skip } from '../../../analytics/case.ts';
import { endInstant, firstInstant } from '../../../event/time.ts';
import type { Mapping } from '../../../event/mapping.ts';
import { defaultSettings } from '../../../model/settings.ts';
import { queriesOf } from '../../../plan/query.ts';
import { zoneOffsets } from '../../../plan/zone.ts';
import { duplicateCases } from './duplicates.cases.ts';
import { latenessCases } from './lateness.cases.ts';
import { paneCases } from './panes.cases.ts';
import { runReferenceStream } from './run-stream.ts';
import {
  caseAnalytics,
  caseDelayUs,
  logOf,
  record,
  sent,
  type StreamCase,
} from './stream-case.cases.ts';

const zone = zoneOffsets('UTC', firstInstant, endInstant - 1);

const resultOf = ({ analytics, log }: Pick<StreamCase, 'analytics' | 'log'>, mapping?: Mapping) =>
  runReferenceStream({
    log,
    mapping,
    watermarkDelayUs: caseDelayUs,
    queries: queriesOf(
      analytics.map((name) => caseAnalytics[name]),
      { windows: true },
    ),
    context: { settings: defaultSettings, zone },
  });

test.each([...latenessCases, ...duplicateCases, ...paneCases])('$name', (streamCase) => {
  const { panes, late, counts } = resultOf(streamCase);
  expect(panes.map(({ analytic, start, end, rows }) => [analytic.name, start, end, rows])).toEqual(
    streamCase.panes.map(([key, start, rows]) => {
      const { name, window } = caseAnalytics[key];
      return [name, at(start), at(start) + (window?.sizeUs ?? 0), rows];
    }),
  );

  const missed = late.map(({ event, missed }) => [
    event.event_id,
    ...missed.map(({ query, start }) => [query.analytic.name, start]),
  ]);
  const expectedLate = (streamCase.late ?? []).map(([id, ...windows]) => [
    id,
    ...windows.map(([name, start]) => [caseAnalytics[name].name, at(start)]),
  ]);
  expect(missed).toEqual(expectedLate);

  const { duplicates = 0, rejected = 0 } = streamCase;
  const read = streamCase.log.length;
  expect(counts).toEqual({
    read,
    accepted: read - duplicates - rejected,
    duplicates,
    rejected,
    late: expectedLate.length,
  });
});

test('late and rejected records are named by their place', () => {
  const late = latenessCases.find(({ late = [] }) => late.length > 0);
  const rejected = duplicateCases.find(({ rejected = 0 }) => rejected > 0);
  if (late === undefined || rejected === undefined) throw new Error('no such case');
  expect(resultOf(late).late).toMatchObject([{ partition: 0, offset: 1 }]);
  expect(resultOf(rejected).rejected).toMatchObject([
    { partition: 0, offset: 0, reason: 'empty' },
    { partition: 0, offset: 1, reason: 'empty' },
    { partition: 0, offset: 2, reason: 'json' },
    { partition: 0, offset: 3, reason: 'missing:event_time' },
    { partition: 0, offset: 4, reason: 'json' },
  ]);
});

test('fields of other names are mapped', () => {
  const log = logOf(
    record(0, '{"event_id":"e","at":36000,"action":"skip","user_id":"u","song_id":"s"}'),
  );
  const { panes } = resultOf(
    { analytics: ['fives'], log },
    { event_time: { path: 'at', unit: 's' } },
  );
  expect(panes).toMatchObject([{ start: at('1970-01-01 10:00'), rows: [[0, 1]] }]);
});

test('queries over all events are left out', () => {
  const { panes } = runReferenceStream({
    log: logOf(sent(0, 'e', skip('10:00'))),
    watermarkDelayUs: caseDelayUs,
    queries: queriesOf([caseAnalytics.fives], { windows: false }),
    context: { settings: defaultSettings, zone },
  });
  expect(panes).toEqual([]);
});
