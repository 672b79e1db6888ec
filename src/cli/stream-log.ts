import { formatInstant } from '../event/time.ts';
import type { Progress } from '../stream/progress.ts';
import type { StreamResult } from '../stream/runtime.ts';
import type { Host } from './host.ts';

/** What a stream tells programs on standard error: one JSON object per line. */
export interface StreamLog {
  readonly batch: (progress: Progress) => void;
  readonly note: (text: string) => void;
  readonly warn: (text: string) => void;
  readonly end: (result: StreamResult) => void;
}

type Level = 'info' | 'warn';

/** Lines `{"time","level","event",…}`; events are `batch`, `notice`, `warning` and `end`. */
export const streamLog = ({ stderr, now }: Pick<Host, 'stderr' | 'now'>): StreamLog => {
  const write = (level: Level, event: string, more: object): void => {
    stderr.write(`${JSON.stringify({ time: formatInstant(now()), level, event, ...more })}\n`);
  };
  return {
    batch: (progress) => write('info', 'batch', progress),
    note: (text) => write('info', 'notice', { text }),
    warn: (text) => write('warn', 'warning', { text }),
    end: ({ counts, finals }) => write('info', 'end', { totals: counts, finals }),
  };
};
