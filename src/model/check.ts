import { TonearmError } from '../error.ts';
import type { Analytic } from './analytic.ts';
import { resultColumns } from './columns.ts';

const namePattern = /^[a-z][a-z0-9_]{0,62}$/;

const invalid = (analytic: Analytic, problem: string, hint: string): TonearmError =>
  new TonearmError('ANALYTIC_INVALID', `analytic "${analytic.name}": ${problem}`, {
    facts: { analytic: analytic.name },
    hint,
  });

/**
 * Checks what the types cannot: definitions may come from plain JavaScript.
 * @throws TonearmError ANALYTIC_INVALID naming the analytic and the mend.
 */
export const checkAnalytic = (analytic: Analytic): void => {
  if (!namePattern.test(analytic.name)) {
    throw invalid(
      analytic,
      'the name is not usable',
      'use lower-case letters, digits and underscores, as in skips_by_city',
    );
  }
  if (analytic.measures.length === 0)
    throw invalid(analytic, 'it has no measures', 'name at least one');
  const columns = resultColumns(analytic).map((column) => column.name);
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined)
    throw invalid(analytic, `column "${twice}" occurs twice`, 'rename one of them');
  const rows = analytic.over === undefined ? 'event' : 'session';
  const foreign = [...analytic.by, ...analytic.measures].find((part) => part.row !== rows);
  if (foreign !== undefined) {
    throw invalid(
      analytic,
      `"${foreign.name}" reads ${foreign.row} rows`,
      `use only what reads ${rows} rows here`,
    );
  }
  const { kind: _kind, ...drawn } = analytic.chart;
  const unknown = [
    ...analytic.order.map((term) => term.column),
    analytic.threshold?.of,
    ...Object.values(drawn).flat(),
  ].find((name) => name !== undefined && !columns.includes(name));
  if (unknown !== undefined) {
    throw invalid(analytic, `it has no column "${unknown}"`, `columns are ${columns.join(', ')}`);
  }
  const scopes = [analytic.limit?.table, analytic.limit?.window];
  if (scopes.some((limit) => limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0))) {
    throw invalid(
      analytic,
      'a limit is not a whole number above 0',
      'write limit: { table: 100, window: 20 }',
    );
  }
};
