import { provisionalQueries } from '../../../engines/spark/stream/provisional.ts';
import { provisionalReader } from '../../../engines/spark/stream/provisional-reader.ts';
import type { Query, QueryContext } from '../../../plan/query.ts';
import type { Closing } from '../../closing.ts';
import type { KafkaAddress } from '../../config/address.ts';
import type { StreamHost, StreamSettings } from '../../stream-options.ts';
import { followResults } from './follow-results.ts';
import { resultsReader, type ResultsReader } from './results-reader.ts';
import { openResults } from './results-topic.ts';

/** What comes into the results topic, shown as it comes. */
export interface ShownResults {
  readonly reader: ResultsReader;
  /** Fires where nothing can be shown any more. */
  readonly failing: AbortSignal;
  /** Shows what is there by now, and ends. @throws what `failing` was about */
  finish(): Promise<void>;
}

/** Rows of windows that are open were written within this time, where events come as they happen. */
const lookBackMs = (
  { watermarkDelayUs, settings }: StreamSettings,
  queries: readonly Query[],
): number => {
  const longest = Math.max(...queries.map(({ window }) => window?.sizeUs ?? 0));
  return (2 * (longest + watermarkDelayUs + settings.sessionGapUs)) / 1000;
};

/** Begins to show results in the sinks of the host. @throws TonearmError */
export const showResults = async (
  settings: StreamSettings,
  queries: readonly Query[],
  {
    host,
    to,
    run,
    context,
    closing,
  }: {
    readonly host: StreamHost;
    readonly to: KafkaAddress;
    readonly run: string;
    readonly context: QueryContext;
    readonly closing: Closing;
  },
): Promise<ShownResults> => {
  const source = await openResults(to, settings.kafka);
  closing.add(() => source.close());
  const newFrom = await source.startingAt('latest');
  const since = Math.floor(host.clock.nowUs() / 1000 - lookBackMs(settings, queries));
  const from = settings.mode === 'until-end' ? newFrom : await source.startingAt({ timeMs: since });

  const open = provisionalReader(provisionalQueries(queries), context, { run });
  const reader = resultsReader(queries, open);
  const failing = new AbortController();
  let failure: { readonly error: unknown } | undefined;
  const { sinks, onNotice } = host;
  const follower = followResults({ source, from, newFrom, reader, sinks, onNotice }, (error) => {
    failure ??= { error };
    failing.abort();
  });
  closing.add(() => follower.finish());
  return {
    reader,
    failing: failing.signal,
    async finish() {
      await follower.finish();
      if (failure !== undefined) throw failure.error;
    },
  };
};
