import { analytic } from '../../model/analytic.ts';
import { bars } from '../../model/chart.ts';
import { desc } from '../../model/order.ts';
import { tumbling } from '../../model/window.ts';
import { artist } from '../../vocabulary/dimensions.ts';
import { listeners, listeningMs, plays, songs, streams } from '../../vocabulary/measures.ts';

export const popularArtists = analytic({
  name: 'popular_artists',
  title: 'Popular artists',
  question: 'Which artists are played most?',
  by: artist,
  measures: [plays, streams, listeners, songs, listeningMs],
  order: [desc(plays)],
  limit: { table: 100, window: 20 },
  ranked: true,
  window: tumbling('5 minutes'),
  chart: bars({ of: plays, label: 'artist_name' }),
});
