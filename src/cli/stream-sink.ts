import type { StreamHost, StreamSettings } from '../pipeline/stream-options.ts';
import type { Host } from './host.ts';
import type { Notes } from './notes.ts';

type Shown = Pick<StreamHost, 'sinks' | 'signal' | 'onProgress' | 'onNotice'>;

interface Showing {
  readonly json: boolean;
  readonly color: boolean;
  readonly source?: string;
  readonly waiting: string;
}

/** Panes as NDJSON on standard output; the stream ends when its reader has gone. */
const withJson = async <T>(
  host: Host,
  notes: Notes,
  action: (shown: Shown) => Promise<T>,
): Promise<T> => {
  const { createJsonLinesSink } = await import('../sinks/json-lines/json-lines-sink.ts');
  const gone = new AbortController();
  const sink = createJsonLinesSink({ out: host.stdout, onGone: () => gone.abort() });
  return action({
    sinks: [sink],
    signal: AbortSignal.any([host.signal, gone.signal]),
    onProgress: () => undefined,
    onNotice: notes.note,
  });
};

const withConsole = async <T>(
  host: Host,
  notes: Notes,
  settings: StreamSettings,
  showing: Showing,
  action: (shown: Shown) => Promise<T>,
): Promise<T> => {
  const { createLiveConsole } = await import('./live-console.ts');
  const live = createLiveConsole(host, settings, showing);
  const stop = live.start();
  try {
    return await action({
      sinks: [live.sink],
      signal: host.signal,
      onProgress: (progress) => live.progress(progress),
      onNotice: (text) => (host.stdout.isTerminal ? live.notice(text) : notes.note(text)),
    });
  } finally {
    stop();
    await live.sink.close();
  }
};

/** Runs an action with the sink that standard output is: NDJSON, a live view, or blocks of text. */
export const withSink = <T>(
  host: Host,
  notes: Notes,
  settings: StreamSettings,
  showing: Showing,
  action: (shown: Shown) => Promise<T>,
): Promise<T> =>
  showing.json
    ? withJson(host, notes, action)
    : withConsole(host, notes, settings, showing, action);
