import { analytic } from '../../model/analytic.ts';
import { scatter } from '../../model/chart.ts';
import { desc } from '../../model/order.ts';
import { tumbling } from '../../model/window.ts';
import { song } from '../../vocabulary/dimensions.ts';
import * as measures from '../../vocabulary/measures.ts';

const { plays, ended, skips, completes, stops } = measures;
const { skipRate, completionRate, meanCompletion, listeningMs } = measures;

export const songEngagement = analytic({
  name: 'song_engagement',
  title: 'Song engagement',
  question: 'Which songs are skipped, and which are heard to the end?',
  by: song,
  measures: [
    plays,
    ended,
    skips,
    completes,
    stops,
    skipRate,
    completionRate,
    meanCompletion,
    listeningMs,
  ],
  order: [desc(skipRate)],
  threshold: { of: ended, table: 50, window: 5 },
  limit: { table: 100, window: 20 },
  ranked: true,
  window: tumbling('1 hour'),
  chart: scatter({ x: skipRate, y: completionRate, size: plays, label: 'song_title' }),
});
