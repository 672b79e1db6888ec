import type { Report } from '../../result/report.ts';
import type { RunSummary } from '../../result/summary.ts';
import type { Table } from '../../result/table.ts';
import { type Child, el, type Markup, renderMarkup, written } from '../markup/markup.ts';
import { lead, spanWords } from '../reading/lead.ts';
import { read, type ReadingContext, readingContext } from '../reading/reading.ts';
import { type Definitions, definitionsOf, definitionsSection } from './definitions.ts';
import { qualitySection } from './quality.ts';
import { tableSection } from './section.ts';
import { styleSheet } from './style.ts';
import { windowsSection } from './windows.ts';

/** The page may style itself and do nothing else: no script, no request. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const contents = (entries: readonly (readonly [string, string])[]): Markup =>
  el(
    'nav',
    { class: 'contents', 'aria-label': 'Contents' },
    el(
      'ul',
      {},
      entries.map(([id, title]) => el('li', {}, el('a', { href: `#${id}` }, title))),
    ),
  );

const head = (title: string): Markup =>
  el(
    'head',
    {},
    el('meta', { charset: 'utf-8' }),
    el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    el('meta', { name: 'color-scheme', content: 'light dark' }),
    el('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    el('meta', { name: 'referrer', content: 'no-referrer' }),
    el('title', {}, title),
    el('style', {}, styleSheet()),
  );

const pageText = (
  report: Report,
  context: ReadingContext,
  definitions: Definitions,
  sectionOf: (table: Table) => Child,
): string => {
  const overall = report.tables.filter(({ scope }) => scope === 'table');
  const windowed = report.tables.filter(({ scope }) => scope === 'window');
  const span = spanWords(report);
  const entries: readonly (readonly [string, string])[] = [
    ...overall.map(({ name, analytic }) => [`t-${name}`, analytic.title] as const),
    ...(windowed.length > 0 ? [['windows', 'Windows'] as const] : []),
    ['quality', 'Data and run'],
    ['definitions', 'Definitions'],
  ];
  const body = el(
    'body',
    {},
    el('a', { class: 'skip', href: '#report' }, 'Skip to the report'),
    el(
      'div',
      { class: 'page' },
      el(
        'header',
        {},
        el(
          'p',
          { class: 'mast' },
          el('span', {}, el('b', {}, 'Tonearm'), ' listening report'),
          el('span', {}, `Times in ${context.instants.zone}`),
        ),
        el(
          'div',
          { class: 'intro' },
          el('h1', {}, `Listening, ${span}`),
          el('p', { class: 'lead' }, lead(report)),
        ),
        contents(entries),
      ),
      el(
        'main',
        { id: 'report' },
        overall.map(sectionOf),
        windowsSection(windowed.map((table) => read(table, context))),
        qualitySection(report.summary),
        definitionsSection(definitions, context.instants.zone),
      ),
      el(
        'footer',
        {},
        el(
          'p',
          {},
          `Made by Tonearm ${report.summary.version}, run ${report.summary.runId}. This page holds no script and loads nothing.`,
        ),
      ),
    ),
  );
  return `<!doctype html>\n${renderMarkup(el('html', { lang: 'en' }, head(`Listening report, ${span}`), body))}\n`;
};

/** The page of a report whose tables may be drawn before all of them are there. */
export interface HtmlPage {
  /** Draws the section of a table of the report. */
  draw(table: Table): void;
  /** The whole report as one HTML file: no script, nothing loaded, light, dark and in print. */
  finish(report: Report): string;
}

/** `headings` are the tables of the report, rows or not. */
export const createHtmlPage = (
  summary: Pick<RunSummary, 'timeZone' | 'knowsEndings'>,
  headings: readonly Table[],
): HtmlPage => {
  const context = readingContext({ summary });
  const definitions = definitionsOf(headings.filter(({ scope }) => scope === 'table'));
  const drawn = new Map<Table, Child>();
  const sectionOf = (table: Table): Child => {
    const section = drawn.get(table) ?? written(tableSection(read(table, context), definitions));
    drawn.set(table, section);
    return section;
  };
  return {
    draw: (table) => {
      if (table.scope === 'table') sectionOf(table);
    },
    finish: (report) => pageText(report, context, definitions, sectionOf),
  };
};

/** The page of a report that is there as a whole. */
export const renderHtml = (report: Report): string =>
  createHtmlPage(report.summary, report.tables).finish(report);
