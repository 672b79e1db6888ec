import { analytic } from '../../model/analytic.ts';
import { bars } from '../../model/chart.ts';
import { desc } from '../../model/order.ts';
import { tumbling } from '../../model/window.ts';
import { action } from '../../vocabulary/dimensions.ts';
import { events, listeners, share } from '../../vocabulary/measures.ts';

export const actionCounts = analytic({
  name: 'action_counts',
  title: 'Actions',
  question: 'What do listeners do, and how often?',
  by: action,
  measures: [events, listeners, share],
  order: [desc(events)],
  window: tumbling('5 minutes'),
  chart: bars({ of: events, label: 'action' }),
});
