import { distinct, largest, smallest } from '../model/aggregate.ts';
import { local } from '../model/expression.ts';
import { measure, ratio, shareOf } from '../model/measure.ts';
import { completion, countOf, wholeCompletion } from './aggregates.ts';
import { event } from './fields.ts';

export const events = measure('events', countOf.events, {
  title: 'Events',
  description: 'events in the group, of every action',
});

export const plays = measure('plays', countOf.plays, {
  title: 'Plays',
  description: 'playbacks started',
});

export const pauses = measure('pauses', countOf.pauses, {
  title: 'Pauses',
  description: 'times a playback was paused',
});

export const resumes = measure('resumes', countOf.resumes, {
  title: 'Resumes',
  description: 'times a paused playback went on',
});

export const skips = measure('skips', countOf.skips, {
  title: 'Skips',
  description: 'playbacks that ended because the listener moved on',
  needs: 'endings',
});

export const completes = measure('completes', countOf.completes, {
  title: 'Completes',
  description: 'playbacks that reached the end of the song',
  needs: 'endings',
});

export const stops = measure('stops', countOf.stops, {
  title: 'Stops',
  description: 'playbacks that ended in any other way',
  needs: 'endings',
});

export const ended = measure('ended', countOf.ended, {
  title: 'Ended',
  description: 'playbacks that ended: skips, completes and stops together',
  needs: 'endings',
});

export const streams = measure('streams', countOf.streams, {
  title: 'Streams',
  description: 'ended playbacks with enough audio heard, 30 seconds unless configured otherwise',
  needs: 'endings',
});

export const listeners = measure('listeners', countOf.listeners, {
  title: 'Listeners',
  description: 'different listeners',
});

export const songs = measure('songs', countOf.songs, {
  title: 'Songs',
  description: 'different songs',
});

export const artists = measure('artists', countOf.artists, {
  title: 'Artists',
  description: 'different artists, where known',
});

export const listeningMs = measure('listening_ms', countOf.listeningMs, {
  title: 'Listening time',
  description: 'audio heard in ended playbacks, pauses excluded',
  unit: 'milliseconds',
  needs: 'endings',
});

export const skipRate = ratio('skip_rate', countOf.skips, countOf.ended, {
  title: 'Skip rate',
  description: 'skips / ended',
  needs: 'endings',
});

export const completionRate = ratio('completion_rate', countOf.completes, countOf.ended, {
  title: 'Completion rate',
  description: 'completes / ended',
  needs: 'endings',
});

export const meanCompletion = ratio('mean_completion', completion.millionths, completion.known, {
  title: 'Mean completion',
  description:
    'mean part of the song heard, at most 1 each, over ended playbacks with both lengths known',
  scale: wholeCompletion,
  needs: 'endings',
});

export const share = shareOf('share', countOf.events, {
  title: 'Share',
  description: 'events of the row / events of all',
});

export const activeDays = measure('active_days', distinct(local('day', event.event_time)), {
  title: 'Active days',
  description: 'different days with an event, in the time zone of the report',
  unit: 'days',
});

export const firstEventAt = measure('first_event_at', smallest(event.event_time), {
  title: 'First event',
  description: 'time of the earliest event (UTC)',
});

export const lastEventAt = measure('last_event_at', largest(event.event_time), {
  title: 'Last event',
  description: 'time of the latest event (UTC)',
});
