import { Help } from 'commander';
import { importers } from '../pipeline/import.ts';

const margin = '      ';

/** The services and the files that each takes, for help. */
export const servicesSection = (width: number): string => {
  const wrapped = (text: string): string =>
    new Help()
      .boxWrap(text, width - margin.length)
      .split('\n')
      .map((line) => `${margin}${line}`)
      .join('\n');
  return [
    'Services:',
    ...importers.map(
      ({ service, title, expects }) => `  ${service} (${title})\n${wrapped(expects)}`,
    ),
  ].join('\n');
};
