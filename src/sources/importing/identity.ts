import { createHash } from 'node:crypto';

const digits = 32;

const sha256 = (message: string): string =>
  createHash('sha256').update(message, 'utf8').digest('hex').slice(0, digits);

/**
 * The form of a name that identity rests on: Unicode NFKC, lower case, runs of white space and
 * control characters as one blank, no blank at either end. Spellings that differ in more than
 * that are different names.
 */
export const normaliseName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();

/** `name:` and 32 hex digits of SHA-256 of the normalised name: an artist without a service's id. */
export const artistNameId = (artist: string): string => `name:${sha256(normaliseName(artist))}`;

/** The same for a song, of artist, U+001F and title, each normalised. */
export const songNameId = (artist: string, title: string): string =>
  `name:${sha256(`${normaliseName(artist)}\u001F${normaliseName(title)}`)}`;

/**
 * 32 hex digits of SHA-256 of the JSON array
 * `[service, user, song_id, event_time, action, played_ms, occurrence]`: JSON, because it joins
 * the parts so that no two lists of parts read alike. `occurrence` counts equal events from 0.
 */
export const eventId = (
  service: string,
  user: string,
  songId: string,
  eventTime: string,
  action: string,
  playedMs: number | null,
  occurrence: number,
): string =>
  sha256(JSON.stringify([service, user, songId, eventTime, action, playedMs, occurrence]));
