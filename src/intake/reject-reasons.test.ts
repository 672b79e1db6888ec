import { expect, test } from 'vitest';
import { fieldRules } from '../event/rule.ts';
import { collect, lineOf, usualLayout } from './collect.cases.ts';
import { createIntake } from './intake.ts';
import { createPlainIntake } from './plain-intake.ts';

/** A value beyond each field's limit. */
const beyond: Readonly<Record<string, unknown>> = {
  event_id: 'x'.repeat(65),
  event_time: '2026-11-22 10:15:30Z',
  action: 'listen',
  user_id: '',
  song_id: 'é'.repeat(129),
  session_id: '',
  song_title: 'x'.repeat(513),
  artist_id: 'x'.repeat(513),
  artist_name: 'x'.repeat(513),
  album_name: 'x'.repeat(513),
  genre: 'x'.repeat(513),
  song_duration_ms: 0,
  played_ms: 86_400_001,
  device: 'TV',
  country: 'de',
  city: '',
};

const cases: readonly (readonly [reason: string, line: string | Buffer])[] = [
  ['oversize', lineOf({ other: 'x'.repeat(65_536) })],
  ['json', '{"event_id":"a",}\n'],
  ['json', '[]\n'],
  ['json', lineOf().replace('u1', '\\ud800')],
  ['json', Buffer.from(lineOf().replace('u1', 'u\u00ff'), 'latin1')],
  ['json', lineOf().replace('u1', 'u\t1')],
  ['json', lineOf().replace('}', ',"other":01}')],
  ['json', lineOf().replace('}', '}}')],
  ...fieldRules.flatMap(({ name, required, kind }): readonly (readonly [string, string])[] => [
    ...(required ? [[`missing:${name}`, lineOf({ [name]: undefined })] as const] : []),
    ...(required ? [[`missing:${name}`, lineOf({ [name]: null })] as const] : []),
    [`type:${name}`, lineOf({ [name]: kind === 'integer' ? '3' : 3 })],
    [`type:${name}`, lineOf({ [name]: kind === 'integer' ? 3.5 : true })],
    [`value:${name}`, lineOf({ [name]: beyond[name] })],
  ]),
];

test('every reject reason comes through, with place and text, between lines that are accepted', async () => {
  const chunks = cases.flatMap(([, line]) => [Buffer.from(lineOf()), Buffer.from(line)]);
  const intake = createIntake(usualLayout, { workers: 0 });
  const outcome = await collect(intake, chunks);
  expect(outcome.rejected.map(({ reason, position }) => ({ reason, position }))).toEqual(
    cases.map(([reason], index) => ({ reason, position: index * 2 + 2 })),
  );
  expect(outcome.batch.rows).toBe(cases.length);
  expect(outcome).toEqual(createPlainIntake(usualLayout)(chunks, { source: 'test' }));
});
