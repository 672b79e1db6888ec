import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, TonearmError } from '../error.ts';
import { lifeOf, ownMark } from '../process-mark.ts';
import type { Progress } from '../stream/progress.ts';
import { formatAddress } from './config/address.ts';
import { stateName } from './state-identity.ts';
import { readStatusFile, type WrittenStatus } from './status-file.ts';
import type { StreamSettings } from './stream-options.ts';

/** What a state says of itself. */
export interface StreamStatus extends Progress {
  /** Its folder. */
  readonly state: string;
  /** Whether the process that wrote it still runs; null where that cannot be told from here. */
  readonly running: boolean | null;
  /** The number of that process; null where it is not known. */
  readonly pid: number | null;
}

const mostNamed = 5;

/** The states under a folder that have a status, with their sources. */
const statesIn = (folder: string): readonly string[] => {
  const names = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  return names.flatMap((name) => {
    try {
      return `${join(folder, name)} (of ${readStatusFile(join(folder, name)).sources.description})`;
    } catch {
      return [];
    }
  });
};

const nothingThere = (
  settings: StreamSettings,
  { folder, home }: { readonly folder: string; readonly home: string },
  cause: unknown,
): TonearmError => {
  const isNew =
    existsSync(join(folder, 'state.duckdb')) && !existsSync(join(folder, 'status.json'));
  const others = statesIn(home);
  const named = others.slice(0, mostNamed).join(', ');
  const more = others.length > mostNamed ? ` and ${others.length - mostNamed} more` : '';
  const problem = isNew
    ? `the state in ${folder} has not ended a batch yet`
    : existsSync(join(folder, 'status.json'))
      ? `the status in ${folder} cannot be read: ${messageOf(cause)}`
      : `no stream of ${formatAddress(settings.from)} has left a state in ${folder}`;
  return new TonearmError('INPUT_MISSING', problem, {
    facts: { state: folder },
    cause,
    hint:
      settings.stateFolder === undefined && !isNew
        ? `give --from and --only as the stream was started with, or its --state; ${others.length === 0 ? `there is no state under ${home}` : `states that are there: ${named}${more}`}`
        : 'ask again when the stream has ended a batch; the folder is the one that it was started with',
  });
};

const runningOf = ({ process }: WrittenStatus): boolean | null => {
  if (process === undefined) return null;
  const life = lifeOf(process, ownMark());
  return life === 'unknown' ? null : life === 'alive';
};

/**
 * What the state of a stream says of itself; a running stream is not disturbed.
 * @throws TonearmError INPUT_MISSING
 */
export const statusOf = (settings: StreamSettings, stateHome: string): StreamStatus => {
  const home = join(stateHome, 'tonearm');
  const folder = settings.stateFolder ?? join(home, stateName(settings));
  try {
    const written = readStatusFile(folder);
    const { process, ...progress } = written;
    return { state: folder, running: runningOf(written), pid: process?.pid ?? null, ...progress };
  } catch (cause) {
    throw nothingThere(settings, { folder, home }, cause);
  }
};
