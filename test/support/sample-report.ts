import { catalogue } from '../../src/analytics/index.gen.ts';
import type { Analytic } from '../../src/model/analytic.ts';
import type { DimensionColumn } from '../../src/model/dimension.ts';
import type { Report } from '../../src/result/report.ts';
import type { RunSummary } from '../../src/result/summary.ts';
import { type Cell, type Row, type Table, table } from '../../src/result/table.ts';

/** What a made-up report holds; equal options give equal reports. */
export interface SampleOptions {
  readonly analytics?: readonly Analytic[];
  /** Rows of tables whose keys have no fixed values. */
  readonly rows?: number;
  /** Text of row n, for every key and label. */
  readonly text?: (n: number, column: string) => string | null;
  readonly knowsEndings?: boolean;
  readonly windows?: boolean;
  readonly summary?: Partial<RunSummary>;
}

const hourUs = 3_600_000_000;
const start = Date.UTC(2026, 9, 25) * 1000;
const songs = [
  'Gentle Garden',
  'Frozen Engine',
  'No More Summer',
  'Über die Flüsse',
  '夜に駆ける',
  'مرحبا بالعالم',
  '편지와 편지',
  'Straße und Brücke',
];
const countries = ['US', 'BR', 'GB', 'IN', 'DE', null, 'MX', 'JP', 'FR'];

const plausible = (n: number, column: string): string | null =>
  column === 'country'
    ? (countries[n % countries.length] ?? null)
    : column.endsWith('_id')
      ? `${column.slice(0, 1)}${n}`
      : `${songs[n % songs.length] ?? ''}${n < songs.length ? '' : ` ${n}`}`;

/** Numbers that look random and never change (a linear congruential generator). */
const numbers = (): (() => number) => {
  let state = 42;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
};

const positions = (column: DimensionColumn): readonly (number | null)[] =>
  column.role === 'key' && column.domain !== undefined ? column.domain : [];

const rowCount = (analytic: Analytic, rows: number): number =>
  analytic.by.length === 0
    ? 1
    : analytic.by
        .flatMap(({ columns }) => columns)
        .reduce((count, column) => count * (positions(column).length || 1), 1) *
      (analytic.by.every(({ columns }) => columns.some((column) => positions(column).length > 0))
        ? 1
        : rows);

const sampleTable = (
  analytic: Analytic,
  scope: 'table' | 'window',
  options: SampleOptions,
  next: () => number,
): Table => {
  const { rows: wanted = 12, text = plausible } = options;
  const keys = analytic.by.flatMap(({ columns }) => columns);
  const count = wanted === 0 && analytic.by.length > 0 ? 0 : rowCount(analytic, wanted);
  const inner = (n: number): Row => {
    let at = n;
    const own = new Map<string, Cell>();
    for (const column of keys.toReversed()) {
      const domain = positions(column);
      if (domain.length === 0) continue;
      own.set(column.name, domain[at % domain.length] ?? null);
      at = Math.floor(at / domain.length);
    }
    return [
      ...(analytic.ranked ? [n + 1] : []),
      ...keys.map((column): Cell => {
        if (own.has(column.name)) return own.get(column.name) ?? null;
        return column.role === 'attribute' ? (column.values[n] ?? null) : text(n, column.name);
      }),
      ...analytic.measures.map((measure): Cell => {
        if (measure.type === 'instant') return start + Math.floor(next() * 167) * hourUs;
        if (measure.type !== 'real') return Math.floor((next() * 20_000) / (n + 1)) + 1;
        return measure.unit === 'ratio' &&
          options.knowsEndings === false &&
          measure.needs !== undefined
          ? null
          : next();
      }),
    ];
  };
  const windows = scope === 'table' ? [undefined] : [0, 1, 2, 3];
  return table(
    analytic,
    scope,
    windows.flatMap((window) =>
      Array.from({ length: count }, (_, n) =>
        window === undefined
          ? inner(n)
          : [start + window * hourUs, start + (window + 1) * hourUs, ...inner(n)],
      ),
    ),
  );
};

/** A whole report without an engine: plausible names and numbers for every table of the catalogue. */
export const sampleReport = (options: SampleOptions = {}): Report => {
  const next = numbers();
  const analytics = options.analytics ?? catalogue;
  const summary: RunSummary = {
    version: '0.1.0',
    runId: 'run-1',
    engine: 'duckdb',
    startedAt: start + 168 * hourUs,
    finishedAt: start + 168 * hourUs + 2_400_000,
    inputs: [{ name: 'events.ndjson', bytes: 36_000_000, rows: 100_000 }],
    counts: {
      read: 100_000,
      accepted: 98_950,
      duplicates: 1000,
      rejected: { json: 40, 'value:country': 10 },
      outside: 0,
    },
    span: { first: start, last: start + 167 * hourUs },
    timeZone: 'Europe/Berlin',
    streamRule: '30-second rule: played_ms >= 30000',
    sessionGapUs: hourUs / 2,
    knowsEndings: options.knowsEndings ?? true,
    options: { seed: 1, windows: options.windows ?? false },
    ...options.summary,
  };
  const overall = analytics.map((one) => sampleTable(one, 'table', options, next));
  const windowed = analytics
    .filter(({ window }) => options.windows === true && window !== undefined)
    .map((one) => sampleTable(one, 'window', options, next));
  return { summary, tables: [...overall, ...windowed] };
};

/** Strings that try to become markup, terminal codes, SQL or layout. */
export const hostileStrings: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style></title></svg><b>bold',
  '<!-- comment',
  '&lt;b&gt; &#60;',
  '\u001b[31mred\u001b[0m\u0007',
  '\u009b31m\u0000',
  '\u202Eright to left\u202C',
  '\u2066isolated\u2069\u200f',
  "'; DROP TABLE events; --",
  'line\nbreak\r\ttab\u2028',
  'javascript:alert(1)',
  '',
  'A'.repeat(400),
  '夜'.repeat(150),
  '👩‍👩‍👧‍👦🇩🇪 family',
  `Zalgo${'\u0301'.repeat(40)}`,
  'مرحبا بالعالم',
  '\ufeffunknown\u00ad',
];
