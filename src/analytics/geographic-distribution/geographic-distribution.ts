import { analytic } from '../../model/analytic.ts';
import { bars } from '../../model/chart.ts';
import { desc } from '../../model/order.ts';
import { tumbling } from '../../model/window.ts';
import { country } from '../../vocabulary/dimensions.ts';
import * as measures from '../../vocabulary/measures.ts';

const { events, plays, streams, listeners, skips, completes, listeningMs } = measures;
const { skipRate, completionRate, share } = measures;

export const geographicDistribution = analytic({
  name: 'geographic_distribution',
  title: 'Countries',
  question: 'Where in the world do people listen?',
  by: country,
  measures: [
    events,
    plays,
    streams,
    listeners,
    skips,
    completes,
    listeningMs,
    skipRate,
    completionRate,
    share,
  ],
  order: [desc(events)],
  window: tumbling('5 minutes'),
  chart: bars({ of: events, label: 'country' }),
});
