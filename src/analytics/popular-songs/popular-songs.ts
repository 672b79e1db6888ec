import { analytic } from '../../model/analytic.ts';
import { bars } from '../../model/chart.ts';
import { desc } from '../../model/order.ts';
import { tumbling } from '../../model/window.ts';
import { song } from '../../vocabulary/dimensions.ts';
import {
  completes,
  listeners,
  listeningMs,
  plays,
  skips,
  streams,
} from '../../vocabulary/measures.ts';

export const popularSongs = analytic({
  name: 'popular_songs',
  title: 'Popular songs',
  question: 'Which songs are played most?',
  by: song,
  measures: [plays, streams, listeners, completes, skips, listeningMs],
  order: [desc(plays)],
  limit: { table: 100, window: 20 },
  ranked: true,
  window: tumbling('5 minutes'),
  chart: bars({ of: plays, label: 'song_title', by: 'artist_name' }),
});
