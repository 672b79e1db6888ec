import { catalogue } from '../../analytics/index.gen.ts';
import { TonearmError } from '../../error.ts';
import type { Analytic } from '../../model/analytic.ts';
import type { Window } from '../../model/window.ts';
import { queriesOf } from '../../plan/query.ts';
import type { StreamMode } from '../../stream/stream-options.ts';
import type { StreamSettings } from '../stream-options.ts';
import { loadAnalytics } from './analytics-file.ts';
import { configuredKafka } from './configured-kafka.ts';
import { readMapping } from './mapping-file.ts';
import type { OptionValues } from './options.ts';
import { present } from './present.ts';
import type { Configuration } from './resolve.ts';
import { joinAnalytics, selectAnalytics } from './select-analytics.ts';
import { checkSparkStream, refuseUriState } from './spark-stream.ts';
import { checkStreamPlaces } from './stream-places.ts';
import { isUri } from './text-types.ts';
import { windowOption } from './window-option.ts';

const modeOf = ({ bounded, untilEnd }: OptionValues): StreamMode => {
  if (bounded && untilEnd) {
    throw new TonearmError('USAGE', '--bounded and --until-end do not go together', {
      hint: '--bounded closes every window at the end, --until-end keeps them open',
    });
  }
  return bounded ? 'bounded' : untilEnd ? 'until-end' : 'follow';
};

const sourceOf = ({ from }: OptionValues): StreamSettings['from'] => {
  if (from !== undefined) return from;
  throw new TonearmError('USAGE', 'a stream needs a log to read: --from', {
    hint: 'give --from kafka://host:9092/topic or --from file:DIR; tonearm live needs none',
  });
};

/** What a user wrote is never ignored. */
const checkGroup = ({ values, origins }: Configuration): void => {
  if (origins.group.from !== 'flag' || values.from?.kind !== 'log') return;
  throw new TonearmError('USAGE', '--group is for streams from Kafka', { hint: 'leave it out' });
};

/** What a user wrote is never ignored. */
const checkWindow = (analytics: readonly Analytic[], window: Window | undefined): void => {
  if (window === undefined) return;
  const queries = queriesOf(analytics, { windows: true, window });
  if (queries.some((query) => query.window === window)) return;
  throw new TonearmError('USAGE', '--window and --slide change none of the chosen analytics', {
    hint: 'they are for analytics whose windows are 5 minutes',
  });
};

/** The oracle prints its finals and keeps nothing. */
const refuseDestinations = (values: OptionValues): void => {
  const given = (
    [
      ['--to', values.streamTo],
      ['--late', values.lateTo],
      ['--rejected', values.rejected],
      ['--archive', values.archive],
      ['--state', values.state],
    ] as const
  ).find(([, value]) => value !== undefined);
  if (given === undefined) return;
  throw new TonearmError('USAGE', `${given[0]} has no effect with --engine reference`, {
    hint: 'leave it out, or leave out --engine reference',
  });
};

/**
 * What a stream needs, from the options: loads the user's analytics and mapping. `made` is the log
 * of a command that makes its own. Throws USAGE, CONFIG_INVALID, INPUT_MISSING or ANALYTIC_INVALID.
 */
export const configuredStream = async (
  configuration: Configuration,
  made?: StreamSettings['from'],
): Promise<StreamSettings> => {
  const { values, origins } = configuration;
  const from = made ?? sourceOf(values);
  const mode = modeOf(values);
  if (values.engine === 'spark') {
    checkSparkStream(configuration);
  } else if (values.state !== undefined && isUri(values.state)) {
    refuseUriState(values.state);
  }
  if (values.engine === 'reference' && mode !== 'bounded') {
    throw new TonearmError('USAGE', '--engine reference in a stream is for --bounded runs', {
      hint: 'add --bounded, or leave out --engine reference',
    });
  }
  if (values.engine === 'reference') refuseDestinations(values);
  checkGroup(configuration);
  const own = values.analytics === undefined ? [] : await loadAnalytics(values.analytics);
  const analytics = selectAnalytics(joinAnalytics(catalogue, own), values.only, origins.only);
  const window = windowOption(values);
  checkWindow(analytics, window);
  const destinations = {
    to: values.streamTo ?? [],
    late: values.lateTo,
    rejected: values.rejected,
    archiveFolder: values.archive,
  };
  const kafka = configuredKafka(configuration, [
    ...[from, ...destinations.to, destinations.late, destinations.rejected],
  ]);
  await checkStreamPlaces({ ...destinations, from: made === undefined ? from : undefined });
  return {
    from,
    ...destinations,
    kafka,
    stateFolder: values.state,
    engine: values.engine,
    spark: values.spark,
    analytics,
    settings: { streamMinMs: values.streamMin, sessionGapUs: values.sessionGap },
    query: present({
      windowTop: values.windowTop,
      windowThreshold: values.windowMinEnded,
      window,
    }),
    timeZone: values.timeZone,
    mapping: values.map === undefined ? undefined : await readMapping(values.map),
    group: values.group,
    start: values.start,
    mode,
    watermarkDelayUs: values.watermarkDelay,
    triggerUs: values.trigger,
    idleAfterUs: values.idleAfter,
    maxFutureUs: values.maxFuture,
    threads: values.threads,
    memoryLimit: values.memoryLimit,
    spillDir: values.spill,
  };
};
