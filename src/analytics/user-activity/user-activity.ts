import { analytic } from '../../model/analytic.ts';
import { bars } from '../../model/chart.ts';
import { desc } from '../../model/order.ts';
import { tumbling } from '../../model/window.ts';
import { user } from '../../vocabulary/dimensions.ts';
import * as measures from '../../vocabulary/measures.ts';

const { events, plays, streams, skips, completes, songs, artists, activeDays } = measures;
const { listeningMs, skipRate, completionRate, firstEventAt, lastEventAt } = measures;

export const userActivity = analytic({
  name: 'user_activity',
  title: 'Listener activity',
  question: 'Who listens most, and how?',
  by: user,
  measures: [
    events,
    plays,
    streams,
    skips,
    completes,
    songs,
    artists,
    activeDays,
    listeningMs,
    skipRate,
    completionRate,
    firstEventAt,
    lastEventAt,
  ],
  order: [desc(plays)],
  limit: { table: 100, window: 20 },
  ranked: true,
  window: tumbling('5 minutes'),
  chart: bars({ of: plays, label: 'user_id' }),
});
