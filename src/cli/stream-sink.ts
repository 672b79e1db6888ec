import type { StreamHost, StreamSettings } from '../pipeline/stream-options.ts';
import type { Host } from './host.ts';
import type { Notes } from './notes.ts';
import type { StreamLog } from './stream-log.ts';

/** What a stream is shown with; warnings are what an operator must see. */
interface Shown extends Pick<StreamHost, 'sinks' | 'signal' | 'onProgress' | 'onNotice'> {
  readonly onWarning: (text: string) => void;
}

interface Showing {
  readonly json: boolean;
  readonly color: boolean;
  readonly source?: string;
  readonly waiting: string;
  /** Undefined: what is told beside the results are plain sentences. */
  readonly log: StreamLog | undefined;
}

/** Panes as NDJSON on standard output. */
const withJson = async <T>(
  host: Host,
  notes: Notes,
  { log }: Showing,
  action: (shown: Shown) => Promise<T>,
): Promise<T> => {
  const { createJsonLinesSink } = await import('../sinks/json-lines/json-lines-sink.ts');
  const sink = createJsonLinesSink({ out: host.stdout });
  const { note, warn } = log ?? notes;
  return action({
    sinks: [sink],
    signal: host.signal,
    onProgress: (progress) => log?.batch(progress),
    onNotice: note,
    onWarning: warn,
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
  const { log } = showing;
  const isView = host.stdout.isTerminal;
  const { note, warn } = log ?? notes;
  /** In the view; as a line where there is none, or where lines are asked for. */
  const telling =
    (line: (text: string) => void) =>
    (text: string): void => {
      if (isView) live.notice(text);
      if (!isView || log !== undefined) line(text);
    };
  const stop = live.start();
  try {
    return await action({
      sinks: [live.sink],
      signal: host.signal,
      onProgress: (progress) => {
        live.progress(progress);
        log?.batch(progress);
      },
      onNotice: telling(note),
      onWarning: telling(warn),
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
    ? withJson(host, notes, showing, action)
    : withConsole(host, notes, settings, showing, action);
