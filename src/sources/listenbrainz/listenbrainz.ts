import type { Importer } from '../importing/importer.ts';
import { importerOf } from '../importing/read-export.ts';
import { listens, listensArray } from './listens.ts';

/** Listens of ListenBrainz, as its export gives them. */
export const listenbrainz: Importer = importerOf({
  service: 'listenbrainz',
  title: 'ListenBrainz',
  expects:
    'Expected: the export zip, its folder with listens/YYYY/M.jsonl, or such a file; or an ' +
    'older export, one JSON array of listens.',
  formats: [listens, listensArray],
  capabilities: listens.capabilities,
});
