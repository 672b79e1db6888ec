import { messageOf } from '../error.ts';
import { clusterWarningRules } from '../stream/warning-rules.ts';
import { createWarnings } from '../stream/warnings.ts';
import { readVersion } from '../version.ts';
import { healthOf } from './metrics/health.ts';
import { processUsage } from './metrics/process-usage.ts';
import type { MetricsPages, MetricsServer } from './metrics/server.ts';
import { metricsText } from './metrics/stream-metrics.ts';
import { emptyTally, tallied } from './metrics/tally.ts';
import type { StreamHost } from './stream-options.ts';

/** How a stream is watched while it runs. */
export interface OperationOptions {
  /** Where metrics and health are served; undefined: nowhere; 0: any free port. */
  readonly metricsPort: number | undefined;
  readonly triggerMs: number;
  /** The stream runs on a cluster: batches take longer, and other warnings apply. */
  readonly onCluster?: boolean;
  /** What an operator must see, one sentence each. */
  readonly onWarning: (text: string) => void;
}

/** The first batch of a cluster may be a backlog, and a lost server takes its time to come back. */
const slowBatchMs = 60_000;

/** What a producer says of records that it could not send at once. */
const isRetry = (text: string): boolean => text.endsWith('; trying again');

/** The server is loaded where it is wanted: a stream starts sooner without. */
const serve = async (port: number, pages: MetricsPages): Promise<MetricsServer> =>
  (await import('./metrics/server.ts')).serveMetrics(port, pages);

/** Runs a stream with metrics, health and warnings. @throws TonearmError PORT_UNAVAILABLE, what `run` throws */
export const operated = async <T>(
  { metricsPort, triggerMs: given, onCluster = false, onWarning }: OperationOptions,
  host: StreamHost,
  run: (host: StreamHost) => Promise<T>,
): Promise<T> => {
  const { clock } = host;
  const startedMs = clock.elapsedMs();
  const triggerMs = onCluster ? Math.max(given, slowBatchMs) : given;
  const warnings = createWarnings(onCluster ? clusterWarningRules : undefined);
  let tally = emptyTally;
  const server =
    metricsPort === undefined
      ? undefined
      : await serve(metricsPort, {
          metrics: () =>
            metricsText(tally, {
              version: readVersion(),
              usage: processUsage(),
              nowUs: clock.nowUs(),
            }),
          health: () => healthOf(tally, { startedMs, nowMs: clock.elapsedMs(), triggerMs }),
        });
  try {
    if (server !== undefined) {
      host.onNotice(`metrics and health at ${server.address}/metrics and ${server.address}/health`);
    }
    return await run({
      ...host,
      onProgress: (progress) => {
        const endedMs = clock.elapsedMs();
        tally = tallied(tally, progress, endedMs);
        host.onProgress(progress);
        for (const text of warnings.batch(progress, endedMs)) onWarning(text);
      },
      onSinkNotice: (text) => {
        (host.onSinkNotice ?? host.onNotice)(text);
        if (!isRetry(text)) return;
        tally = { ...tally, sinkRetries: tally.sinkRetries + 1 };
        for (const warning of warnings.sinkRetry(clock.elapsedMs())) onWarning(warning);
      },
    });
  } catch (error) {
    tally = { ...tally, failure: messageOf(error) };
    throw error;
  } finally {
    await server?.close();
  }
};
