import { setTimeout } from 'node:timers/promises';
import { configuredStream } from '../pipeline/config/configured-stream.ts';
import { runLive } from '../pipeline/live.ts';
import type { Run } from './command.ts';
import { runShown } from './stream.ts';

/** `tonearm live` */
export const run: Run = async (invocation) => {
  const { configuration } = invocation;
  const { liveRate: rate, seed } = configuration.values;
  const settings = await configuredStream(configuration, { kind: 'log', folder: '' });
  const about = {
    source: `generated, ${rate} events/s`,
    waiting: 'The first events are on their way.',
  };
  return runShown(invocation, settings, about, (streamHost) =>
    runLive(settings, { rate, seed }, streamHost, (ms, signal) =>
      setTimeout(ms, undefined, { signal }).catch(() => undefined),
    ),
  );
};
