import { catalogue } from '../../analytics/index.gen.ts';
import { TonearmError } from '../../error.ts';
import type { StreamMode } from '../../stream/stream-options.ts';
import type { StreamSettings } from '../stream-options.ts';
import { loadAnalytics } from './analytics-file.ts';
import { readMapping } from './mapping-file.ts';
import type { OptionValues } from './options.ts';
import { present } from './present.ts';
import type { Configuration } from './resolve.ts';
import { joinAnalytics, selectAnalytics } from './select-analytics.ts';
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

/**
 * What a stream needs, from the options: loads the user's analytics and mapping. Throws USAGE,
 * CONFIG_INVALID, INPUT_MISSING or ANALYTIC_INVALID.
 */
export const configuredStream = async (
  { values, origins }: Configuration,
  from: StreamSettings['from'] = sourceOf(values),
): Promise<StreamSettings> => {
  const mode = modeOf(values);
  if (values.engine === 'reference' && mode !== 'bounded') {
    throw new TonearmError('USAGE', '--engine reference in a stream is for --bounded runs', {
      hint: 'add --bounded, or leave out --engine reference',
    });
  }
  const own = values.analytics === undefined ? [] : await loadAnalytics(values.analytics);
  return {
    from,
    to: values.streamTo ?? [],
    late: values.lateTo,
    rejected: values.rejected,
    archiveFolder: values.archive,
    stateFolder: values.state,
    engine: values.engine,
    analytics: selectAnalytics(joinAnalytics(catalogue, own), values.only, origins.only),
    settings: { streamMinMs: values.streamMin, sessionGapUs: values.sessionGap },
    query: present({
      windowTop: values.windowTop,
      windowThreshold: values.windowMinEnded,
      window: windowOption(values),
    }),
    timeZone: values.timeZone,
    mapping: values.map === undefined ? undefined : await readMapping(values.map),
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
