import { importerOf } from '../importing/read-export.ts';
import type { Importer } from '../importing/importer.ts';
import { accountData } from './account-data.ts';
import { extendedHistory } from './extended-history.ts';
import { otherHistories } from './other-histories.ts';

const warnings = (formats: ReadonlySet<string>): readonly string[] =>
  formats.has(extendedHistory.name) && formats.has(accountData.name)
    ? [
        'the extended history and the account data are both imported and are not merged: a play ' +
          'that is in both counts twice, and as two songs, because the account data has no track ' +
          'ids. Import one of the two.',
      ]
    : [];

/** The streaming history that Spotify hands out: extended history and account data. */
export const spotify: Importer = importerOf({
  service: 'spotify',
  title: 'Spotify',
  expects:
    'Expected: Streaming_History_Audio_*.json or endsong_*.json (extended streaming history), or ' +
    'StreamingHistory_music_*.json (account data), as files, in a folder or in the zip.',
  formats: [...otherHistories, extendedHistory, accountData],
  capabilities: extendedHistory.capabilities,
  warnings,
});
