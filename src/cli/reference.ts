import { exitCode } from '../error.ts';
import { flagOf, kebab, variableOf, type OptionSpec } from '../pipeline/config/option.ts';
import { optionSpecs, type OptionName } from '../pipeline/config/options.ts';
import type { CommandSpec } from './command.ts';
import { commands } from './commands.ts';
import { defaultWords, flagTerm } from './option-words.ts';

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('<', '&lt;');

const optionRow = ([name, spec]: readonly [OptionName, OptionSpec<unknown>]): string => {
  const fallback = defaultWords(spec);
  const cells = [
    `\`${flagTerm(name, spec)}\``,
    cell(spec.description),
    spec.type.form === 'toggle' ? 'on or off' : cell(spec.type.allowed),
    spec.required === true ? 'required' : fallback === undefined ? '' : cell(fallback),
  ];
  return `| ${cells.join(' | ')} |`;
};

const optionTable = (command: CommandSpec): readonly string[] => [
  '| option | meaning | value | default |',
  '|---|---|---|---|',
  ...optionSpecs
    .filter(
      ([, { commands, group, secret }]) =>
        commands.includes(command.name) && group !== 'General' && secret !== true,
    )
    .map(optionRow),
];

const usageLine = ({ name, operands }: CommandSpec): string =>
  [
    `tonearm ${name}`,
    '[options]',
    ...operands.map(({ name: operand, required, many }) => {
      const inner = many ? `${operand}...` : operand;
      return required ? `<${inner}>` : `[${inner}]`;
    }),
  ].join(' ');

const commandSection = (command: CommandSpec): readonly string[] => {
  const table = optionTable(command);
  return [
    `## tonearm ${command.name}`,
    '',
    command.description,
    '',
    `Usage: \`${usageLine(command)}\``,
    '',
    '```sh',
    ...command.examples.map(({ command: line, does }) => `${line}   # ${does}`),
    '```',
    '',
    ...command.operands.map(({ name, description }) => `- \`${name}\`: ${description}`),
    ...(command.operands.length === 0 ? [] : ['']),
    ...(table.length === 2 || command.name === 'config' ? [] : [...table, '']),
    ...(command.name === 'config' ? ['It takes the options of `batch`.', ''] : []),
  ];
};

const configurationRow = ([name, spec]: readonly [OptionName, OptionSpec<unknown>]): string => {
  const key = spec.notInFile === true ? '' : `\`${kebab(name)}\``;
  const flag = spec.secret === true ? '' : `\`--${flagOf(name, spec)}\``;
  return `| ${flag} | \`${variableOf(name)}\` | ${key} |`;
};

const configurationSection = (): readonly string[] => [
  '## Configuration',
  '',
  'A flag wins over the environment, that over the configuration file, that over the default;',
  '`tonearm config` prints each value with its origin. The file is the one that `--config` or',
  '`TONEARM_CONFIG` names, else `tonearm.json` in the working directory where it exists: one JSON',
  'object whose keys are the names of the flags, checked against `schemas/config.schema.json`;',
  'an unknown key is an error. Paths in it are relative to the file. It may name a module',
  '(`analytics`), which is run: do not work in folders of people you do not trust. In the',
  'environment, lists are separated by commas, and what is on or off is `true` or `false`; an empty',
  'variable counts as absent. What the file turns on, `--no-<name>` turns off.',
  '',
  '```json',
  '{ "time-zone": "Europe/Berlin", "top": 20, "format": ["csv", "json"], "windows": true }',
  '```',
  '',
  '| flag | environment | key |',
  '|---|---|---|',
  ...optionSpecs.filter(([, spec]) => spec.flagOnly !== true).map(configurationRow),
  '',
];

const generalSection = (): readonly string[] => [
  '## Options of every command',
  '',
  '| option | meaning | value | default |',
  '|---|---|---|---|',
  ...optionSpecs.filter(([, spec]) => spec.group === 'General').map(optionRow),
  '',
  'Results go to standard output, progress, notes and errors to standard error. On a terminal long',
  'work shows one line with count, rate, share done and time left; elsewhere a plain line every five',
  'seconds. The first SIGINT or SIGTERM stops cleanly, the second at once.',
  '',
];

const exitSection = (): readonly string[] => [
  '## Exit codes',
  '',
  '| code | meaning |',
  '|---|---|',
  `| ${exitCode.done} | done |`,
  `| ${exitCode.failed} | failed |`,
  `| ${exitCode.usage} | wrong usage: an unknown option, a bad value |`,
  `| ${exitCode.input} | bad configuration or input |`,
  `| ${exitCode.interrupted} | interrupted, after a clean end |`,
  '',
];

const jsonSection = (): readonly string[] => [
  '## JSON',
  '',
  'With `--json` a command prints one document:',
  '',
  '- `batch`: `outDir`, `runId`, `engine`, `inputs` (name, bytes, rows), `counts` (read, accepted,',
  '  duplicates, rejected by reason, outside), `span` (first, last), `tables` (name, rows), `files`',
  '  (relative to `outDir`), `kept`; with `--explain` a list of name, sql and values.',
  '- `generate`: `path`, `bytes`, `format`, `truth`.',
  '- `import`: `path`, `bytes`, `format`, `account`, `capabilities`, `next`.',
  '- `config`: `file`, `settings` (for each key: value, from, origin).',
  '- `doctor`: `version`, `platform`, `architecture`, `works`, `checks` (name, state, found, advice).',
  '',
];

/** The reference page of the command line, in Markdown: all of it from the tables of help. */
export const cliReference = (): string =>
  [
    '<!-- Made by `npm run gen` from src/cli/commands.ts and src/pipeline/config/options.ts. -->',
    '',
    '# Command line',
    '',
    ...commands.flatMap(commandSection),
    ...generalSection(),
    ...configurationSection(),
    ...jsonSection(),
    ...exitSection(),
  ].join('\n');
