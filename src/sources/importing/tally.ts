import { formatInstant } from '../../event/time.ts';
import type { ImportAccount } from './importer.ts';
import type { Playback } from './playback.ts';

type Counts = Pick<ImportAccount, 'events' | 'actions' | 'firstEventAt' | 'lastEventAt'>;

/** How many events of which action the playbacks give, and from when to when. */
export const tally = (playbacks: readonly Playback[]): Counts => {
  const actions = { play: playbacks.length, skip: 0, complete: 0, stop: 0 };
  let first = Infinity;
  let last = -Infinity;
  for (const { startedAt, ending } of playbacks) {
    first = Math.min(first, startedAt);
    last = Math.max(last, startedAt, ending?.at ?? startedAt);
    if (ending !== null) actions[ending.action] += 1;
  }
  return {
    events: actions.play + actions.skip + actions.complete + actions.stop,
    actions: Object.fromEntries(Object.entries(actions).filter(([, events]) => events > 0)),
    firstEventAt: playbacks.length === 0 ? null : formatInstant(first),
    lastEventAt: playbacks.length === 0 ? null : formatInstant(last),
  };
};
