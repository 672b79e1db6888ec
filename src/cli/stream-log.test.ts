import { expect, test } from 'vitest';
import { quietProgress } from '../stream/progress.cases.ts';
import { fakeHost } from './fake-host.cases.ts';
import { streamLog } from './stream-log.ts';

test('each line is one object with time, level and event', () => {
  const host = fakeHost();
  const log = streamLog(host);
  log.batch(quietProgress);
  log.note('partition 2 is new, read from its first record');
  log.warn('the state holds 510 MB\nand more');
  log.end({ counts: quietProgress.totals, finals: 4 });
  const lines = host.err().trimEnd().split('\n');
  const time = '1970-01-01T00:00:00Z';
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { time, level: 'info', event: 'batch', ...quietProgress },
    {
      time,
      level: 'info',
      event: 'notice',
      text: 'partition 2 is new, read from its first record',
    },
    { time, level: 'warn', event: 'warning', text: 'the state holds 510 MB\nand more' },
    { time, level: 'info', event: 'end', totals: quietProgress.totals, finals: 4 },
  ]);
});
