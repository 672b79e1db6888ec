import { setImmediate } from 'node:timers/promises';
import { TonearmError } from '../error.ts';
import { nearest } from '../event/nearest.ts';
import type { WireEvent } from '../event/event.ts';
import {
  writeEventFile,
  type EventFileFormat,
  type WrittenFile,
} from '../sinks/event-file/event-file.ts';
import type { Capabilities } from '../sources/importing/capabilities.ts';
import type { ImportAccount, Importer } from '../sources/importing/importer.ts';
import { lastfm } from '../sources/lastfm/lastfm.ts';
import { listenbrainz } from '../sources/listenbrainz/listenbrainz.ts';
import { spotify } from '../sources/spotify/spotify.ts';
import { checkReplaceable, formatOfPath } from './event-file-path.ts';
import type { FileHost } from './generate.ts';
import { stopIfAborted } from './interruption.ts';

export const importers: readonly Importer[] = [spotify, lastfm, listenbrainz];

export interface ImportFileOptions {
  readonly service: string;
  readonly inputs: readonly string[];
  readonly path: string;
  /** Undefined: by the extension. */
  readonly format: EventFileFormat | undefined;
  readonly user: string;
  readonly incognito: boolean;
}

export interface Imported extends WrittenFile {
  readonly format: EventFileFormat;
  readonly account: ImportAccount;
  readonly capabilities: Capabilities;
}

const importerFor = (service: string): Importer => {
  const found = importers.find((importer) => importer.service === service);
  if (found !== undefined) return found;
  const known = importers.map((importer) => importer.service);
  const meant = nearest(service, known);
  throw new TonearmError('USAGE', `there is no service ${JSON.stringify(service)}`, {
    hint: meant === undefined ? `known: ${known.join(', ')}` : `did you mean ${meant}?`,
  });
};

const batchSize = 2048;

/** Lists of events; between them the process can hear that it is to stop. */
async function* inBatches(
  events: Iterable<WireEvent>,
  total: number,
  { onProgress, signal }: FileHost,
): AsyncGenerator<readonly WireEvent[]> {
  let batch: WireEvent[] = [];
  let written = 0;
  for (const event of events) {
    batch.push(event);
    if (batch.length < batchSize) continue;
    yield batch;
    written += batch.length;
    onProgress(written, total);
    batch = [];
    await setImmediate();
    stopIfAborted(signal);
  }
  if (batch.length > 0) yield batch;
}

const nothingImported = ({ title, rowsRead, rowsSkipped }: ImportAccount): TonearmError => {
  const reasons = Object.entries(rowsSkipped)
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, rows]) => `${rows} ${reason}`);
  return new TonearmError(
    'INPUT_NOTHING_ACCEPTED',
    rowsRead === 0
      ? `the ${title} export holds no rows`
      : `none of the ${rowsRead} rows of the ${title} export gives an event (${reasons.join(', ')})`,
    { hint: 'no file was written' },
  );
};

/**
 * Turns an export of a service into one file of events, which replaces an earlier one as a whole.
 * Throws what the importer throws, INPUT_NOTHING_ACCEPTED, OUTPUT_UNWRITABLE, INTERRUPTED.
 */
export const importFile = async (options: ImportFileOptions, host: FileHost): Promise<Imported> => {
  const importer = importerFor(options.service);
  const format = formatOfPath(options.path, options.format);
  await checkReplaceable(options.path);
  const { user, incognito } = options;
  const { events, account, capabilities } = await importer.read(options.inputs, {
    user,
    incognito,
  });
  stopIfAborted(host.signal);
  if (account.events === 0) throw nothingImported(account);
  const written = await writeEventFile(options.path, format, {
    kind: 'events',
    batches: inBatches(events, account.events, host),
  });
  return { ...written, format, account, capabilities };
};
