import type { Verdict } from './compare.ts';
import { goalsOf } from './goals.ts';
import { type Contender, type Group, jobOf } from './group.ts';
import { peerTitles } from './peers.ts';
import type { Summary } from './summary.ts';

export interface Results {
  readonly groups: readonly Group[];
  readonly summary: (group: Group, contender: Contender) => Summary | undefined;
  /** By job. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly head: readonly string[];
}

const titleOf = (group: Group): string => {
  switch (group.kind) {
    case 'help':
      return '`tonearm --help`';
    case 'small':
      return '`tonearm batch` of 1,000 events';
    case 'generate':
      return `\`tonearm generate\`, ${group.size.name} events to ${group.format}`;
    case 'batch':
      return `Report of ${group.size.name} events from ${group.format}`;
  }
};

const nameOf = (contender: Contender): string =>
  contender === 'tonearm' ? '**Tonearm**' : peerTitles[contender];

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Columns padded to one width, so that the table reads well as plain text too. */
export const table = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] => {
  const widths = header.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const padded = (row: readonly string[]): readonly string[] =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
  return [
    line(padded(header)),
    line(
      widths.map((width, column) =>
        column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
      ),
    ),
    ...rows.map((row) => line(padded(row))),
  ];
};

const seconds = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

const rowOf = (contender: Contender, found: Summary): readonly string[] => [
  nameOf(contender),
  seconds(found.wall),
  `${seconds(found.fastest)} to ${seconds(found.slowest)}`,
  seconds(found.cpu),
  found.peak === undefined ? '-' : (found.peak / 1e9).toFixed(2),
  String(found.runs),
  found.load.toFixed(1),
  found.otherCores === undefined ? '-' : found.otherCores.toFixed(2),
];

const sectionOf = (group: Group, { groups, summary, verdicts }: Results): readonly string[] => {
  const contenders = group.kind === 'batch' ? group.contenders : (['tonearm'] as const);
  const rows = contenders.flatMap((contender) => {
    const found = summary(group, contender);
    return found === undefined ? [] : [rowOf(contender, found)];
  });
  if (rows.length === 0) return [];
  const checks = contenders.flatMap((contender) => {
    const verdict = verdicts.get(jobOf(group, contender));
    return verdict === undefined ? [] : [`- ${nameOf(contender)}: ${verdict.text}`];
  });
  const goals = goalsOf(group, groups, summary).map(
    ({ text, reached }) => `- ${reached ? 'reached' : 'MISSED'}: ${text}`,
  );
  return [
    `## ${titleOf(group)}`,
    '',
    ...table(['', 'wall s', 'range', 'CPU s', 'peak GB', 'runs', 'load', 'other cores'], rows),
    '',
    ...(goals.length === 0 ? [] : ['Goals:', '', ...goals, '']),
    ...(checks.length === 0 ? [] : ["Results beside Tonearm's:", '', ...checks, '']),
  ];
};

/** All results as one Markdown page, which also reads well on a console. */
export const renderResults = (results: Results): string =>
  [
    '# Benchmark results',
    '',
    ...results.head,
    '',
    ...results.groups.flatMap((group) => sectionOf(group, results)),
  ].join('\n');
