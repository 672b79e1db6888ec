import { parseInstant } from '../event/time.ts';
import { formatAddress } from '../pipeline/config/address.ts';
import type { StreamSettings } from '../pipeline/stream-options.ts';
import { type ConsoleSink, createConsoleSink } from '../sinks/console/console-sink.ts';
import type { Progress } from '../stream/progress.ts';
import { createLiveView } from '../views/live/live-view.ts';
import type { LiveProgress } from '../views/live/progress.ts';
import type { Host } from './host.ts';
import { useColour } from './screen.ts';

/** What a stream shows people on standard output. */
export interface LiveConsole {
  readonly sink: ConsoleSink<LiveProgress>;
  progress(progress: Progress): void;
  notice(text: string): void;
  /** Draws now and then, so that clocks go on; call what it gives to end that. */
  start(): () => void;
}

const tickMs = 250;
/** Rates are means over about so long. */
const meanMs = 3_000;

const instant = (text: string | null): number | null =>
  text === null ? null : (parseInstant(text) ?? null);

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** The live view of a stream, or blocks of text where standard output is no terminal. */
export const createLiveConsole = (
  host: Host,
  settings: StreamSettings,
  about: { readonly color: boolean; readonly source?: string; readonly waiting: string },
): LiveConsole => {
  const { stdout, now, clock } = host;
  const view = createLiveView({
    source: about.source ?? formatAddress(settings.from),
    analytics: settings.analytics,
    timeZone: settings.timeZone,
    colour: useColour(host, about),
    waiting: about.waiting,
  });
  const size = () => ({ columns: stdout.columns ?? 100, rows: stdout.rows ?? 40 });
  const sink = createConsoleSink<LiveProgress>({ out: stdout, size, view });
  let shown: LiveProgress = {
    state: 'starting',
    now: now(),
    eventsPerSecond: 0,
    lag: 0,
    lagUnit: settings.from.kind === 'kafka' ? 'records' : 'bytes',
    newest: null,
    watermark: null,
    accepted: 0,
    duplicates: 0,
    rejected: 0,
    late: 0,
    openWindows: 0,
  };
  let lastMs = clock();
  let rate = 0;

  const show = (news: Partial<LiveProgress>): void => {
    shown = { ...shown, ...news, now: now() };
    sink.progress(shown);
  };

  return {
    sink,
    progress({ numInputRows, eventTime, sources, stateOperators, totals }) {
      const elapsedMs = Math.max(1, clock() - lastMs);
      lastMs += elapsedMs;
      const weight = 1 - Math.exp(-elapsedMs / meanMs);
      rate += (numInputRows / (elapsedMs / 1000) - rate) * weight;
      const { accepted, duplicates, late, rejected } = totals;
      show({
        state: sources.lag > 0 ? 'catching up' : rate < 0.05 ? 'idle' : 'running',
        eventsPerSecond: rate,
        lag: sources.lag,
        newest: instant(eventTime.max),
        watermark: instant(eventTime.watermark),
        accepted,
        duplicates,
        late,
        rejected: sum(rejected),
        openWindows: stateOperators.openWindows,
      });
    },
    notice: (text) => show({ notice: text }),
    start() {
      if (!stdout.isTerminal) return () => undefined;
      const timer = setInterval(() => show({}), tickMs);
      process.once('exit', sink.restore);
      return () => {
        clearInterval(timer);
        process.removeListener('exit', sink.restore);
      };
    },
  };
};
