/** One value of a metric. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
  /** `_bucket`, `_sum` or `_count` of a histogram. */
  readonly suffix?: string;
}

/** A metric with its values, as Prometheus has it. */
export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** The text format 0.0.4. */
export const contentType = 'text/plain; version=0.0.4; charset=utf-8';

const escapedHelp = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\n', String.raw`\n`);

const escapedLabel = (text: string): string => escapedHelp(text).replaceAll('"', String.raw`\"`);

const valueText = (value: number): string =>
  value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value);

const labelText = (labels: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapedLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
};

const metricText = ({ name, type, help, samples }: Metric): string =>
  [
    `# HELP ${name} ${escapedHelp(help)}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(
      ({ labels = {}, value, suffix = '' }) =>
        `${name}${suffix}${labelText(labels)} ${valueText(value)}`,
    ),
  ].join('\n');

/** Metrics in the text format of Prometheus. */
export const expositionText = (metrics: readonly Metric[]): string =>
  metrics.map((metric) => `${metricText(metric)}\n`).join('');
