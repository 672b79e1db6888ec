import { analytic } from '../../model/analytic.ts';
import { bars } from '../../model/chart.ts';
import { desc } from '../../model/order.ts';
import { tumbling } from '../../model/window.ts';
import { device } from '../../vocabulary/dimensions.ts';
import * as measures from '../../vocabulary/measures.ts';

const { events, plays, streams, listeners, skips, completes, listeningMs } = measures;
const { skipRate, completionRate, share } = measures;

export const deviceUsage = analytic({
  name: 'device_usage',
  title: 'Devices',
  question: 'On which devices do people listen?',
  by: device,
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
  chart: bars({ of: events, label: 'device' }),
});
