import { enqueue, newArrivals, type Arrivals } from './arrivals.ts';
import { audienceOf, drawListener } from './audience.ts';
import type { Catalogue } from './catalogue.ts';
import type { GeneratorSettings } from './options.ts';
import { draws, type Quota } from './quota.ts';
import { logUniform, randomStream, unit } from './random.ts';
import { countryAt, localHalfHour, rhythmOf, sessionClock } from './rhythm.ts';
import { fillSession, newSession } from './session.ts';

const minute = 60_000_000;
const gapBetweenSessions = 30 * minute + 1_000_000;
const shortestDelay = 11 * minute;
const longestDisorder = 5 * minute;
const longestRetry = 10 * minute;
/** Share of sessions whose player sends a session id. */
const sessionIdShare = 0.87;
const weekendFromHalfHour = 5 * 48;

/** Deliveries of offline players take from 11 minutes to a seventh of the span, at most a day. */
const longestDelay = (span: number): number =>
  Math.min(1440 * minute, Math.max(12 * minute, Math.floor(span / 7)));

/** Sessions in the order in which they begin, their events on the way to the topic. */
export type Traffic = {
  readonly arrivals: Arrivals;
  /** Sends the events of the next session; answers when it began, or null after the last one. */
  readonly nextSession: () => number | null;
  readonly sessions: () => number;
};

/** All traffic of the settings' span: exactly `uniqueEvents` events and their copies. */
export const newTraffic = (settings: GeneratorSettings, catalogue: Catalogue): Traffic => {
  const { seed, start, end, uniqueEvents } = settings;
  const audience = audienceOf(seed, settings.users);
  const world = { seed, catalogue, audience };
  const rhythm = rhythmOf(audience.countryWeight);
  const clock = sessionClock(rhythm, start, end, uniqueEvents);
  const delay = longestDelay(end - start);
  const arrivals = newArrivals(
    start,
    end,
    delay + longestDisorder + longestRetry + minute,
    uniqueEvents + settings.duplicateLines,
  );
  const behaviour = randomStream(seed, 'behaviour');
  const delivery = randomStream(seed, 'delivery');
  const session = newSession();
  const copies: Quota = { wanted: settings.duplicateLines, total: uniqueEvents };
  let sent = 0;
  let sessions = 0;
  let sessionIds = 0;
  let lateOwed = 0;
  let now = clock.advance(Math.min(9, uniqueEvents / 2) * unit(behaviour));

  const send = (i: number, arrival: number, sessionId: number, copy: number): void => {
    const entry = enqueue(arrivals, arrival);
    const { pool } = arrivals;
    pool.time[entry] = session.time[i]!;
    pool.sequence[entry] = sent + i;
    pool.user[entry] = session.user;
    pool.session[entry] = sessionId;
    pool.song[entry] = session.song[i]!;
    pool.played[entry] = session.played[i]!;
    pool.action[entry] = session.action[i]!;
    pool.device[entry] = session.device[i]!;
    pool.place[entry] = audience.place[session.user]!;
    pool.copy[entry] = copy;
  };

  const sendSession = (sessionId: number): void => {
    const { count } = session;
    lateOwed += settings.late * count;
    const isLate = lateOwed > 0 && lateOwed >= count * (0.5 + unit(delivery));
    if (isLate) lateOwed -= count;
    const lastTime = session.time[count - 1]!;
    const delivered = isLate
      ? lastTime + Math.floor(logUniform(delivery, shortestDelay, delay))
      : 0;
    for (let i = 0; i < count; i++) {
      let arrival = session.time[i]!;
      if (isLate) arrival = delivered + i * 1000;
      else if (unit(delivery) < settings.disorder) {
        arrival += Math.floor(logUniform(delivery, 500_000, longestDisorder));
      }
      send(i, arrival, sessionId, 0);
      if (copies.wanted > 0 && draws(copies, unit(delivery))) {
        const retried = arrival + Math.floor(logUniform(delivery, 200_000, longestRetry));
        send(i, retried, sessionId, 1);
      }
    }
  };

  return {
    arrivals,
    sessions: () => sessions,
    nextSession: () => {
      if (sent === uniqueEvents) return null;
      const began = now;
      const country = countryAt(rhythm, now, unit(behaviour));
      const user = drawListener(audience, behaviour, country, now);
      const weekend = localHalfHour(now, country) >= weekendFromHalfHour;
      fillSession(session, world, behaviour, user, now, end, uniqueEvents - sent, weekend);
      const { count } = session;
      if (count === 0) return began;
      const free = session.time[count - 1]! + gapBetweenSessions;
      audience.busyUntil[user] = Math.max(audience.busyUntil[user]!, free);
      sessions++;
      sendSession(unit(behaviour) < sessionIdShare ? ++sessionIds : -1);
      sent += count;
      now = clock.advance(count);
      return began;
    },
  };
};
