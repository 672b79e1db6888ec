import { count, distinct, sum } from '../model/aggregate.ts';
import { all, floorDiv, known, least, times } from '../model/expression.ts';
import { hasEnded, isAction, longEnough } from './conditions.ts';
import { event } from './fields.ts';

/** The mergeable counts that the measures of events are made of. */
export const countOf = Object.freeze({
  events: count('event'),
  plays: count('event', isAction('play')),
  pauses: count('event', isAction('pause')),
  resumes: count('event', isAction('resume')),
  skips: count('event', isAction('skip')),
  completes: count('event', isAction('complete')),
  stops: count('event', isAction('stop')),
  ended: count('event', hasEnded),
  streams: count('event', all(hasEnded, longEnough)),
  listeners: distinct(event.user_id),
  songs: distinct(event.song_id),
  artists: distinct(event.artist_id),
  listeningMs: sum(event.played_ms, { where: hasEnded }),
});

/** One whole, in the millionths to which every single completion is cut down. */
export const wholeCompletion = 1_000_000;

const bothLengthsKnown = all(hasEnded, known(event.played_ms), known(event.song_duration_ms));

/** Completion of ended events whose two lengths are known, in whole millionths. */
export const completion = Object.freeze({
  millionths: sum(
    least(
      floorDiv(times(event.played_ms, wholeCompletion), event.song_duration_ms),
      wholeCompletion,
    ),
    { where: bothLengthsKnown },
  ),
  known: count('event', bothLengthsKnown),
});
