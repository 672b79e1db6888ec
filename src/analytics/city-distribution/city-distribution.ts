import { analytic } from '../../model/analytic.ts';
import { bars } from '../../model/chart.ts';
import { desc } from '../../model/order.ts';
import { tumbling } from '../../model/window.ts';
import { city } from '../../vocabulary/dimensions.ts';
import { events, listeners, plays, share } from '../../vocabulary/measures.ts';

export const cityDistribution = analytic({
  name: 'city_distribution',
  title: 'Cities',
  question: 'In which cities do people listen?',
  by: city,
  measures: [events, plays, listeners, share],
  order: [desc(events)],
  limit: { table: 100, window: 20 },
  window: tumbling('5 minutes'),
  chart: bars({ of: events, label: 'city', by: 'country' }),
});
