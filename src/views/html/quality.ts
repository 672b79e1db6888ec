import { formatDuration } from '../../model/duration.ts';
import type { RunSummary } from '../../result/summary.ts';
import { formatBytes, formatInteger, joined } from '../format/number.ts';
import { instantFormat } from '../format/instant.ts';
import { el, type Child, type Markup } from '../markup/markup.ts';
import { reasonWords } from '../reading/reasons.ts';
import { qualityWords, rejectedTotal } from '../reading/quality.ts';
import { dataText } from './data-text.ts';
import { scrolling } from './tables.ts';

const mostInputs = 20;
/** Longer lists of reasons are folded away. */
const fewReasons = 6;

const countRow = (name: Child, value: number, meaning: Child): Markup =>
  el(
    'tr',
    {},
    el('th', { scope: 'row' }, name),
    el('td', { class: 'num' }, formatInteger(value)),
    el('td', { class: 'mute' }, meaning),
  );

const head = (...titles: readonly (readonly [string, boolean])[]): Markup =>
  el(
    'thead',
    {},
    el(
      'tr',
      {},
      titles.map(([title, numeric]) =>
        el('th', { scope: 'col', class: numeric ? 'num' : undefined }, title),
      ),
    ),
  );

const counts = ({ counts: found }: RunSummary): Markup =>
  el(
    'table',
    { class: 'plain', 'aria-label': 'Events by fate' },
    head(['Events', false], ['Number', true], ['Meaning', false]),
    el(
      'tbody',
      {},
      countRow('Read', found.read, 'Lines, rows or records with something in them'),
      countRow('Accepted', found.accepted, 'Whole and in order'),
      found.outside > 0 &&
        countRow(
          'Outside',
          found.outside,
          'Accepted, but before or after the asked time: in no table',
        ),
      countRow('Duplicates', found.duplicates, 'A second event with the same id: counted once'),
      countRow(
        'Rejected',
        rejectedTotal(found),
        'Not usable; each with reason and place in rejected.ndjson',
      ),
    ),
  );

const reasons = ({ counts: { rejected } }: RunSummary): Child => {
  const entries = Object.entries(rejected);
  if (entries.length === 0) return undefined;
  const table = scrolling(
    'Rejected by reason',
    el(
      'table',
      { class: 'plain', 'aria-label': 'Rejected by reason' },
      head(['Reason', false], ['Number', true], ['Meaning', false]),
      el(
        'tbody',
        {},
        entries.map(([reason, number]) =>
          countRow(el('code', {}, reason), number, reasonWords(reason)),
        ),
      ),
    ),
  );
  return entries.length <= fewReasons
    ? [el('h3', {}, 'Rejected by reason'), table]
    : el(
        'details',
        {},
        el('summary', {}, `Rejected by reason: all ${entries.length} reasons`),
        table,
      );
};

const inputs = ({ inputs: found }: RunSummary): Child => [
  el(
    'table',
    { class: 'plain', 'aria-label': 'Inputs' },
    head(['Input', false], ['Size', true], ['Rows', true]),
    el(
      'tbody',
      {},
      found
        .slice(0, mostInputs)
        .map(({ name, bytes, rows }) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row', class: 'name' }, dataText(name)),
            el('td', { class: 'num' }, bytes === null ? '–' : formatBytes(bytes)),
            el('td', { class: 'num' }, formatInteger(rows)),
          ),
        ),
    ),
  ),
  found.length > mostInputs &&
    el(
      'p',
      { class: 'note' },
      `And ${formatInteger(found.length - mostInputs)} more inputs, listed in manifest.json.`,
    ),
];

const facts = (summary: RunSummary): Markup => {
  const { full, zone } = instantFormat(summary.timeZone);
  const seconds = (summary.finishedAt - summary.startedAt) / 1_000_000;
  const options = Object.entries(summary.options).filter(
    ([, value]) => value !== null && value !== false,
  );
  const shown: readonly (readonly [string, string])[] = [
    ['First event', full(summary.span.first)],
    ['Last event', full(summary.span.last)],
    ['Time zone', `${zone}, for hours, weekdays, days and times on this page`],
    ['Streams', summary.streamRule],
    [
      'Session gap',
      `a session ends with a pause of more than ${formatDuration(summary.sessionGapUs)}`,
    ],
    [
      'Endings',
      summary.knowsEndings
        ? 'known: skips, completes and stops are counted'
        : 'not known: skips, streams and rates are not available',
    ],
    ['Engine', summary.engine],
    ['Computed', `${full(summary.startedAt)}, in ${seconds.toFixed(1)}${joined}s`],
    ['Run', summary.runId],
    ['Version', `Tonearm ${summary.version}`],
    ...(options.length > 0
      ? [
          [
            'Options',
            options
              .map(([name, value]) => (value === true ? name : `${name} ${String(value)}`))
              .join(', '),
          ] as const,
        ]
      : []),
  ];
  return el(
    'dl',
    { class: 'facts' },
    shown.map(([term, words]) => [el('dt', {}, term), el('dd', {}, dataText(words))]),
  );
};

/** Where the numbers come from, what was left out, and how they were counted. */
export const qualitySection = (summary: RunSummary): Markup => {
  const { sentence, balanced } = qualityWords(summary.counts);
  return el(
    'section',
    { class: 'part long', id: 'quality', 'aria-labelledby': 'quality-h' },
    el(
      'div',
      { class: 'words' },
      el('p', { class: 'kicker' }, 'Data and run'),
      el('h2', { id: 'quality-h' }, 'How far can these numbers be trusted?'),
      el('p', { class: balanced ? 'finding' : 'finding warn' }, sentence),
    ),
    el(
      'div',
      {},
      scrolling('Events by fate', counts(summary)),
      reasons(summary),
      el('h3', {}, 'Inputs'),
      scrolling('Inputs', el('div', {}, inputs(summary))),
      el('h3', {}, 'Run'),
      facts(summary),
    ),
  );
};
