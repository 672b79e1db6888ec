import { expect, it } from 'vitest';
import { actionCounts } from '../../../../analytics/action-counts/action-counts.ts';
import { at, type CaseEvent, pause, play } from '../../../../analytics/case.ts';
import { sessionAnalysis } from '../../../../analytics/session-analysis/session-analysis.ts';
import { sliding, type Window } from '../../../../model/window.ts';
import type { Analytic } from '../../../../model/analytic.ts';
import { defaultSettings } from '../../../../model/settings.ts';
import { framesOf } from '../../../../plan/frame.ts';
import { queriesOf } from '../../../../plan/query.ts';
import { zoneOffsets } from '../../../../plan/zone.ts';
import { createTally, type Held } from './tally.ts';

const context = {
  settings: defaultSettings,
  zone: zoneOffsets('UTC', at('00:00'), at('23:59')),
};

const tallyOf = (
  analytic: Analytic,
  { window, ...held }: Partial<Held> & { readonly window?: Window } = {},
) => {
  const frames = framesOf(
    queriesOf([analytic], { windows: true, ...(window && { window }) }).filter(
      ({ scope }) => scope === 'window',
    ),
    context,
  );
  const [frame] = frames;
  if (frame === undefined) throw new RangeError('no windows');
  const tally = createTally(frames, () => context, { windows: [[]], newest: -Infinity, ...held });
  return {
    tally,
    add: (event: CaseEvent, watermark = -Infinity): void =>
      tally.add({ ...event }, event.event_time, watermark),
    /** Known rows of the window: how many. */
    known: (start: string): number | undefined => tally.rows(frame, at(start))?.rows[0]?.length,
  };
};

it('counts an event where its watermark had not passed the window', () => {
  const { add, known } = tallyOf(actionCounts);
  add(play('10:01'), at('10:05'));
  expect(known('10:00')).toBeUndefined();
  add(play('10:01'), at('10:04'));
  add(pause('10:02'));
  expect(known('10:00')).toBe(2);
});

it('does not know windows that held events before, or missed one, until they are closed', () => {
  const { tally, add, known } = tallyOf(actionCounts, { windows: [[at('10:00')]] });
  add(play('10:01'));
  add(play('10:06'));
  add(play('10:11'));
  tally.miss(at('10:09'));
  expect([known('10:00'), known('10:05'), known('10:10')]).toEqual([undefined, undefined, 1]);
  tally.forget(at('10:10'));
  add(play('10:06'));
  expect([known('10:00'), known('10:05'), known('10:10')]).toEqual([undefined, 1, 1]);
});

it('does not know sessions that may have begun with what it missed', () => {
  const { tally, add, known } = tallyOf(sessionAnalysis);
  add(play('10:55', { user: 'u1' }));
  add(play('11:10', { user: 'u2' }));
  expect([known('10:00'), known('11:00')]).toEqual([1, 1]);
  tally.miss(at('10:40'));
  expect([known('10:00'), known('11:00')]).toEqual([undefined, undefined]);
  add(play('12:20', { user: 'u3' }));
  expect(known('12:00')).toBe(1);
});

it('joins sessions that an event comes between', () => {
  const { add, known, tally } = tallyOf(sessionAnalysis);
  add(play('10:00'));
  add(play('10:50'));
  add(play('10:25'));
  expect(known('10:00')).toBe(1);
  add(play('11:10'));
  tally.forget(at('10:30'));
  expect([known('10:00'), known('11:00')]).toEqual([0, 1]);
});

it('leaves windows that overlap much to the tables', () => {
  const few = tallyOf(actionCounts, { window: sliding('1 hour', '5 minutes') });
  few.add(play('10:01'));
  expect([few.known('09:05'), few.known('10:00')]).toEqual([1, 1]);
  const many = tallyOf(actionCounts, { window: sliding('65 minutes', '5 minutes') });
  many.add(play('10:01'));
  expect(many.known('10:00')).toBeUndefined();
});
