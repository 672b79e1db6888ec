import { dimension, key, label, range } from '../model/dimension.ts';
import { local } from '../model/expression.ts';
import { event } from './fields.ts';

const artistName = label('artist_name', event.artist_name, {
  title: 'Artist',
  description: 'name of the artist',
});

export const action = dimension({
  name: 'action',
  title: 'Action',
  row: 'event',
  columns: [key('action', event.action, { title: 'Action', description: 'what happened' })],
});

export const song = dimension({
  name: 'song',
  title: 'Song',
  row: 'event',
  columns: [
    key('song_id', event.song_id, { title: 'Song id', description: 'identity of the song' }),
    label('song_title', event.song_title, { title: 'Song', description: 'title of the song' }),
    label('artist_id', event.artist_id, {
      title: 'Artist id',
      description: 'identity of the artist',
    }),
    artistName,
  ],
});

export const artist = dimension({
  name: 'artist',
  title: 'Artist',
  row: 'event',
  knownOnly: true,
  columns: [
    key('artist_id', event.artist_id, {
      title: 'Artist id',
      description: 'identity of the artist',
    }),
    artistName,
  ],
});

export const user = dimension({
  name: 'user',
  title: 'Listener',
  row: 'event',
  columns: [
    key('user_id', event.user_id, { title: 'Listener', description: 'identity of the listener' }),
  ],
});

export const device = dimension({
  name: 'device',
  title: 'Device',
  row: 'event',
  columns: [
    key('device', event.device, {
      title: 'Device',
      description: 'kind of device; empty is unknown',
    }),
  ],
});

const countryKey = key('country', event.country, {
  title: 'Country',
  description: 'ISO 3166-1 alpha-2 code; empty is unknown',
});

export const country = dimension({
  name: 'country',
  title: 'Country',
  row: 'event',
  columns: [countryKey],
});

export const city = dimension({
  name: 'city',
  title: 'City',
  row: 'event',
  columns: [
    countryKey,
    key('city', event.city, { title: 'City', description: 'city; empty is unknown' }),
  ],
});

export const hour = dimension({
  name: 'hour',
  title: 'Hour',
  row: 'event',
  columns: [
    key('hour', local('hour', event.event_time), {
      title: 'Hour',
      description: 'hour of the day, 0 to 23, in the time zone of the report',
      domain: range(0, 23),
    }),
  ],
});

export const weekday = dimension({
  name: 'weekday',
  title: 'Weekday',
  row: 'event',
  columns: [
    key('weekday', local('weekday', event.event_time), {
      title: 'Weekday',
      description: 'ISO day of the week, 1 (Monday) to 7, in the time zone of the report',
      domain: range(1, 7),
    }),
  ],
});
