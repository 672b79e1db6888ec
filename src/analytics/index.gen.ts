// Written by `npm run gen` from the folders beside it; the order is that of the report.
import type { Analytic } from '../model/analytic.ts';
import { actionCounts } from './action-counts/action-counts.ts';
import { cityDistribution } from './city-distribution/city-distribution.ts';
import { deviceUsage } from './device-usage/device-usage.ts';
import { geographicDistribution } from './geographic-distribution/geographic-distribution.ts';
import { hourlyActivity } from './hourly-activity/hourly-activity.ts';
import { overview } from './overview/overview.ts';
import { popularArtists } from './popular-artists/popular-artists.ts';
import { popularSongs } from './popular-songs/popular-songs.ts';
import { sessionAnalysis } from './session-analysis/session-analysis.ts';
import { sessionLengths } from './session-lengths/session-lengths.ts';
import { songEngagement } from './song-engagement/song-engagement.ts';
import { userActivity } from './user-activity/user-activity.ts';
import { weekdayHourlyActivity } from './weekday-hourly-activity/weekday-hourly-activity.ts';

export const catalogue: readonly Analytic[] = Object.freeze([
  overview,
  actionCounts,
  popularSongs,
  popularArtists,
  userActivity,
  deviceUsage,
  geographicDistribution,
  cityDistribution,
  hourlyActivity,
  weekdayHourlyActivity,
  sessionAnalysis,
  sessionLengths,
  songEngagement,
]);
