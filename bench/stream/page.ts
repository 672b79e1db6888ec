import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { machineLines } from '../machine.ts';
import { table } from '../results.ts';
import type { Section } from './bench.ts';
import { partNames, type PartName } from './options.ts';

const beginOf = (part: PartName): string => `<!-- bench/stream.ts: ${part} -->`;
const endOf = (part: PartName): string => `<!-- end of ${part} -->`;

export const renderSection = (section: Section, args: readonly string[]): string => {
  const { title, about, header, rows, goals, notes = [] } = section;
  return [
    `## Stream: ${title}`,
    '',
    `Written by \`npx tsx bench/stream.ts${args.map((arg) => ` ${arg}`).join('')}\` on ` +
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

const sectionIn = (page: string, part: PartName): string | undefined => {
  const from = page.indexOf(beginOf(part));
  const to = page.indexOf(endOf(part));
  return from < 0 || to < from ? undefined : page.slice(from, to + endOf(part).length);
};

/** The sections of streams in a page that is written anew by another bench. */
export const streamSections = (file: string): string => {
  if (!existsSync(file)) return '';
  const page = readFileSync(file, 'utf8');
  return partNames.flatMap((part) => sectionIn(page, part) ?? []).join('\n\n');
};

/** Replaces the section of a part in the page, or adds it at the end. */
export const writeSection = (file: string, part: PartName, text: string): void => {
  const page = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const section = `${beginOf(part)}\n\n${text}\n${endOf(part)}`;
  const old = sectionIn(page, part);
  writeFileSync(
    file,
    old === undefined
      ? `${page.trimEnd()}${page.trim() === '' ? '' : '\n\n'}${section}\n`
      : page.split(old).join(section),
  );
};
