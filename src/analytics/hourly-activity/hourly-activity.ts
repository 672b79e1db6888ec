import { analytic } from '../../model/analytic.ts';
import { profile } from '../../model/chart.ts';
import { tumbling } from '../../model/window.ts';
import { hour } from '../../vocabulary/dimensions.ts';
import {
  events,
  listeners,
  listeningMs,
  plays,
  share,
  skipRate,
} from '../../vocabulary/measures.ts';

export const hourlyActivity = analytic({
  name: 'hourly_activity',
  title: 'Hours of the day',
  question: 'At which hours do people listen?',
  by: hour,
  measures: [events, plays, listeners, listeningMs, skipRate, share],
  window: tumbling('1 hour'),
  chart: profile({ of: plays, at: 'hour' }),
});
