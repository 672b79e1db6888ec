import { analytic } from '../../model/analytic.ts';
import { heatMap } from '../../model/chart.ts';
import { hour, weekday } from '../../vocabulary/dimensions.ts';
import { events, listeners, plays } from '../../vocabulary/measures.ts';

export const weekdayHourlyActivity = analytic({
  name: 'weekday_hourly_activity',
  title: 'The week',
  question: 'On which days and hours do people listen?',
  by: [weekday, hour],
  measures: [events, plays, listeners],
  chart: heatMap({ of: plays, x: 'hour', y: 'weekday' }),
});
