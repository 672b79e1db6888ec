import { exitCode } from '../error.ts';
import { formatAddress } from '../pipeline/config/address.ts';
import { configuredStream } from '../pipeline/config/configured-stream.ts';
import { operated } from '../pipeline/operation.ts';
import type { StreamHost, StreamSettings } from '../pipeline/stream-options.ts';
import type { StreamResult } from '../stream/runtime.ts';
import { formatInteger } from '../views/format/number.ts';
import type { Invocation, Run } from './command.ts';
import { jsonText } from './screen.ts';
import { stateHome } from './state-home.ts';
import { statusText } from './status-text.ts';
import { streamLog } from './stream-log.ts';
import { withSink } from './stream-sink.ts';

const described = ({ counts, finals }: StreamResult): string => {
  const rejected = Object.values(counts.rejected).reduce((sum, count) => sum + count, 0);
  const parts = [
    `${formatInteger(counts.read)} records read`,
    `${formatInteger(counts.accepted)} accepted`,
    `${formatInteger(counts.duplicates)} duplicates`,
    `${formatInteger(rejected)} rejected`,
    `${formatInteger(counts.late)} late`,
    `${formatInteger(finals)} finals in this run`,
  ];
  return parts.join(', ').replaceAll('\u00a0', ' ');
};

/** SIGTERM is how services are stopped: after a clean flush that is no failure. */
const exitOf = ({ aborted, reason }: AbortSignal): number =>
  aborted && reason !== 'SIGTERM' ? exitCode.interrupted : exitCode.done;

const waitingFor = ({ from }: StreamSettings): string =>
  `Waiting for events; \`tonearm produce --to ${formatAddress(from)} --rate 100\` sends some.`;

/** Runs a stream with what standard output shows of it; resolves to the exit code. */
export const runShown = async (
  { configuration, host, notes }: Invocation,
  settings: StreamSettings,
  about: { readonly source?: string; readonly waiting?: string },
  stream: (host: StreamHost) => Promise<StreamResult>,
): Promise<number> => {
  const { values } = configuration;
  const { waiting = waitingFor(settings) } = about;
  const log = values.verbose ? streamLog(host) : undefined;
  const shown = { json: values.json, color: values.color, ...about, waiting, log };
  const result = await withSink(host, notes, settings, shown, ({ onWarning, ...sinks }) =>
    operated(
      {
        metricsPort: values.metricsPort,
        triggerMs: settings.triggerUs / 1000,
        onCluster: settings.engine === 'spark',
        onWarning,
      },
      {
        clock: { nowUs: host.now, elapsedMs: host.clock },
        stateHome: stateHome(host),
        newId: host.newRunId,
        ...sinks,
      },
      stream,
    ),
  );
  notes.end();
  if (log === undefined) notes.note(described(result));
  else log.end(result);
  return exitOf(host.signal);
};

/** `tonearm stream` */
export const run: Run = async (invocation) => {
  const { configuration, host } = invocation;
  const settings = await configuredStream(configuration);
  if (configuration.values.status) {
    const { statusOf } = await import('../pipeline/stream-status.ts');
    const status = statusOf(settings, stateHome(host));
    const { json } = configuration.values;
    host.stdout.write(json ? jsonText(status) : statusText(status, host.now()));
    return exitCode.done;
  }
  const { runStreamCommand } = await import('../pipeline/stream.ts');
  return runShown(invocation, settings, {}, (streamHost) => runStreamCommand(settings, streamHost));
};
