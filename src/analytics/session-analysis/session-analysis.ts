import { analyticOver } from '../../model/analytic.ts';
import { figures } from '../../model/chart.ts';
import { tumbling } from '../../model/window.ts';
import * as measures from '../../vocabulary/sessions.ts';

const { sessionCount, sessionListeners, meanDurationMs, medianDurationMs, p90DurationMs } =
  measures;
const { maxDurationMs, meanEvents, meanPlays, meanSongs, singlePlayShare, meanSkips } = measures;

export const sessionAnalysis = analyticOver(measures.sessions, {
  name: 'session_analysis',
  title: 'Sessions',
  question: 'How long and how full is one sitting?',
  measures: [
    sessionCount,
    sessionListeners,
    meanDurationMs,
    medianDurationMs,
    p90DurationMs,
    maxDurationMs,
    meanEvents,
    meanPlays,
    meanSongs,
    singlePlayShare,
    meanSkips,
  ],
  window: tumbling('1 hour'),
  chart: figures(
    sessionCount,
    medianDurationMs,
    p90DurationMs,
    meanPlays,
    meanSongs,
    singlePlayShare,
  ),
});
