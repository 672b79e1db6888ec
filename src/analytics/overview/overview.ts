import { analytic } from '../../model/analytic.ts';
import { figures } from '../../model/chart.ts';
import { tumbling } from '../../model/window.ts';
import * as measures from '../../vocabulary/measures.ts';

const { events, plays, streams, listeners, songs, artists, listeningMs } = measures;
const { skipRate, completionRate, firstEventAt, lastEventAt } = measures;

export const overview = analytic({
  name: 'overview',
  title: 'Overview',
  question: 'How much was listened to, by how many, and how did it end?',
  measures: [
    events,
    plays,
    streams,
    listeners,
    songs,
    artists,
    listeningMs,
    skipRate,
    completionRate,
    firstEventAt,
    lastEventAt,
  ],
  window: tumbling('5 minutes'),
  chart: figures(plays, streams, listeners, songs, artists, listeningMs, skipRate, completionRate),
});
