import type { Importer } from '../importing/importer.ts';
import { importerOf } from '../importing/read-export.ts';
import { capabilities } from './capabilities.ts';
import { plainCsv, tableCsv } from './csv-scrobbles.ts';
import { recentTracks } from './recent-tracks.ts';

const warnings = (formats: ReadonlySet<string>): readonly string[] =>
  formats.has(plainCsv.name) && (formats.has(recentTracks.name) || formats.has(tableCsv.name))
    ? [
        'files with times to the second and files with times to the minute are both imported; a ' +
          'scrobble that is in both counts twice. Import one of the two.',
      ]
    : [];

/** Scrobbles of Last.fm, as its interface gives them or as common export tools write them. */
export const lastfm: Importer = importerOf({
  service: 'lastfm',
  title: 'Last.fm',
  expects:
    'Expected: pages of user.getRecentTracks as JSON, or CSV with the columns uts, artist and ' +
    'track, or CSV without header of artist, album, track and "dd Mon YYYY HH:MM".',
  formats: [recentTracks, tableCsv, plainCsv],
  capabilities,
  warnings,
});
