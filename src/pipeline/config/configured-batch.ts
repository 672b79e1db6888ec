import { catalogue } from '../../analytics/index.gen.ts';
import { TonearmError } from '../../error.ts';
import type { QueryOptions } from '../../plan/query.ts';
import type { BatchOptions } from '../batch-options.ts';
import { loadAnalytics } from './analytics-file.ts';
import { readMapping } from './mapping-file.ts';
import { kebab } from './option.ts';
import { optionSpecs, type OptionValues } from './options.ts';
import { present } from './present.ts';
import type { Configuration } from './resolve.ts';
import { joinAnalytics, selectAnalytics } from './select-analytics.ts';
import { windowOption } from './window-option.ts';

const queryOptions = (values: OptionValues): QueryOptions =>
  present<Required<QueryOptions>>({
    top: values.top,
    windowTop: values.windowTop,
    threshold: values.minEnded,
    windowThreshold: values.windowMinEnded,
    windows: values.windows,
    window: values.windows ? windowOption(values) : undefined,
  });

/** Flags that would have no effect beside the others: what a user wrote is never ignored. */
const checkTogether = ({ values, origins }: Configuration, inputs: readonly string[]): void => {
  const flagged = (name: keyof OptionValues): boolean => origins[name].from === 'flag';
  const lost = (['window', 'slide', 'windowTop', 'windowMinEnded'] as const).find(flagged);
  if (lost !== undefined && !values.windows) {
    throw new TonearmError('USAGE', `--${kebab(lost)} has no effect without --windows`, {
      hint: 'add --windows',
    });
  }
  if (flagged('events') && inputs.length > 0) {
    throw new TonearmError('USAGE', '--events has no effect where there is INPUT', {
      hint: 'it says how many sample events are generated; leave it out, or leave out the INPUT',
    });
  }
  if (flagged('inputFormat') && !inputs.includes('-')) {
    throw new TonearmError('USAGE', '--input-format has no effect without - (standard input)', {
      hint: 'files tell their format by their extension',
    });
  }
};

const presentation: readonly string[] = [
  'config',
  'json',
  'quiet',
  'verbose',
  'color',
  'explain',
  'user',
];

const shown = ({ values, origins }: Configuration): BatchOptions['shown'] =>
  Object.fromEntries(
    optionSpecs
      .filter(([name]) => origins[name].from !== 'default' && !presentation.includes(name))
      .map(([name, spec]) => [kebab(name), spec.type.show(values[name])]),
  );

/**
 * What a batch run needs, from the options: loads the user's analytics and mapping. Throws USAGE,
 * CONFIG_INVALID, INPUT_MISSING or ANALYTIC_INVALID.
 */
export const configuredBatch = async (
  configuration: Configuration,
  inputs: readonly string[],
  width: number,
): Promise<BatchOptions> => {
  const { values, origins } = configuration;
  checkTogether(configuration, inputs);
  const query = queryOptions(values);
  const own = values.analytics === undefined ? [] : await loadAnalytics(values.analytics);
  return {
    inputs,
    inputFormat: values.inputFormat,
    sampleEvents: values.events,
    engine: values.engine,
    spark: values.spark,
    outDir: values.out,
    formats: values.format,
    analytics: selectAnalytics(joinAnalytics(catalogue, own), values.only, origins.only),
    settings: { streamMinMs: values.streamMin, sessionGapUs: values.sessionGap },
    query,
    timeZone: values.timeZone,
    since: values.since,
    until: values.until,
    mapping: values.map === undefined ? undefined : await readMapping(values.map),
    threads: values.threads,
    memoryLimit: values.memoryLimit,
    spillDir: values.spill,
    width,
    shown: shown(configuration),
  };
};
