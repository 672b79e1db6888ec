import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { machineLines } from './machine.ts';
import { table } from './results.ts';

/** What a part of a benchmark found, as its section of the page. */
export interface Section {
  readonly title: string;
  /** What was done with which data. */
  readonly about: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly goals: readonly { readonly text: string; readonly reached: boolean }[];
  readonly notes?: readonly string[];
}

/** A benchmark that writes sections, `bench/NAME.ts`. */
export type Script = 'stream' | 'spark';

const titles: Readonly<Record<Script, string>> = { stream: 'Stream', spark: 'Spark' };

const beginOf = (script: Script, part: string): string => `<!-- bench/${script}.ts: ${part} -->`;
const endOf = (part: string): string => `<!-- end of ${part} -->`;

export const renderSection = (
  script: Script,
  section: Section,
  args: readonly string[],
): string => {
  const { title, about, header, rows, goals, notes = [] } = section;
  return [
    `## ${titles[script]}: ${title}`,
    '',
    `Written by \`npx tsx bench/${script}.ts${args.map((arg) => ` ${arg}`).join('')}\` on ` +
      `${new Date().toISOString().slice(0, 16)}Z.`,
    '',
    ...machineLines().map((text) => `- ${text}`),
    `- ${about}`,
    '',
    ...table(header, rows),
    '',
    ...(goals.length === 0
      ? []
      : [
          'Goals:',
          '',
          ...goals.map(({ text, reached }) => `- ${reached ? 'reached' : 'MISSED'}: ${text}`),
          '',
        ]),
    ...notes.flatMap((note) => [note, '']),
  ].join('\n');
};

const sectionIn = (page: string, script: Script, part: string): string | undefined => {
  const from = page.indexOf(beginOf(script, part));
  const to = page.indexOf(endOf(part), from);
  return from < 0 || to < 0 ? undefined : page.slice(from, to + endOf(part).length);
};

/** The sections of other benchmarks in a page that is written anew by one of them. */
export const keptSections = (file: string): string => {
  if (!existsSync(file)) return '';
  const sections = readFileSync(file, 'utf8').matchAll(
    /<!-- bench\/\w+\.ts: (\w+) -->[^]*?<!-- end of \1 -->/g,
  );
  return [...sections].map(([section]) => section).join('\n\n');
};

/** Replaces the section of a part in the page, or adds it at the end. */
export const writeSection = (file: string, script: Script, part: string, text: string): void => {
  const page = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const section = `${beginOf(script, part)}\n\n${text}\n${endOf(part)}`;
  const old = sectionIn(page, script, part);
  writeFileSync(
    file,
    old === undefined
      ? `${page.trimEnd()}${page.trim() === '' ? '' : '\n\n'}${section}\n`
      : page.split(old).join(section),
  );
};
