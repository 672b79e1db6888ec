import { describe, expect, it } from 'vitest';
import { parseInstant } from '../event/time.ts';
import { count, largest } from '../model/aggregate.ts';
import { analytic } from '../model/analytic.ts';
import { bars } from '../model/chart.ts';
import { resultColumns } from '../model/columns.ts';
import { dimension, key } from '../model/dimension.ts';
import { column } from '../model/expression.ts';
import { measure, ratio } from '../model/measure.ts';
import type { Pane } from './pane.ts';
import { toPaneLine } from './to-pane-line.ts';

const words = { title: 'Title', description: 'description' };
const plays = measure('plays', count('event'), words);

const activity = analytic({
  name: 'activity',
  title: 'Activity',
  question: 'Who listens?',
  by: dimension({
    name: 'user',
    title: 'Listener',
    row: 'event',
    columns: [key('user_id', column('text', 'event', 'user_id'), words)],
  }),
  measures: [
    plays,
    ratio('skip_rate', count('event'), count('event'), words),
    measure('last_event_at', largest(column('instant', 'event', 'event_time')), words),
  ],
  ranked: true,
  chart: bars({ of: plays, label: 'user_id' }),
});

const at = (text: string): number => parseInstant(`2026-11-22T${text}Z`)!;

const pane = (more: Partial<Pane> = {}): Pane => ({
  analytic: activity,
  start: at('10:15:00'),
  end: at('10:20:00'),
  revision: 3,
  final: false,
  watermark: null,
  rows: [],
  ...more,
});

describe('the line of a pane', () => {
  it('has its keys in the order of the contract', () => {
    expect(toPaneLine(pane())).toEqual({
      analytic: 'activity',
      start: at('10:15:00'),
      end: at('10:20:00'),
      revision: 3,
      final: false,
      json:
        '{"analytic":"activity","window":{"start":"2026-11-22T10:15:00Z","end":"2026-11-22T10:20:00Z"},' +
        '"revision":3,"final":false,"watermark":null,"rows":[]}',
    });
  });

  it('writes the watermark with as many decimals as it needs', () => {
    const watermark = (text: string): unknown =>
      (JSON.parse(toPaneLine(pane({ watermark: at(text) })).json) as Record<string, unknown>)[
        'watermark'
      ];
    expect(watermark('10:15:30')).toBe('2026-11-22T10:15:30Z');
    expect(watermark('10:15:30.120')).toBe('2026-11-22T10:15:30.120Z');
    expect(watermark('10:15:30.123456')).toBe('2026-11-22T10:15:30.123456Z');
  });

  it('names the columns that are estimates, where there are any', () => {
    const json = (approximate: readonly string[]) => toPaneLine(pane({ approximate })).json;
    expect(json([])).toBe(toPaneLine(pane()).json);
    expect(json(['plays'])).toContain(',"watermark":null,"approximate":["plays"],"rows":[');
  });

  it('writes cells in the order of the columns', () => {
    expect(resultColumns(activity).map(({ name }) => name)).toEqual([
      'rank',
      'user_id',
      'plays',
      'skip_rate',
      'last_event_at',
    ]);
    const rows = [
      [1, 'a"\n\u2028', 20, 1 / 3, at('10:16:00.5')],
      [2, 'b', 1, null, null],
    ];
    expect(toPaneLine(pane({ rows, final: true })).json).toContain(
      '"final":true,"watermark":null,"rows":[' +
        '{"rank":1,"user_id":"a\\"\\n\u2028","plays":20,"skip_rate":0.3333333333333333,"last_event_at":"2026-11-22T10:16:00.500Z"},' +
        '{"rank":2,"user_id":"b","plays":1,"skip_rate":null,"last_event_at":null}]}',
    );
  });
});
