import { Command, Option } from 'commander';
import { flagOf, optionGroups, type OptionSpec } from '../pipeline/config/option.ts';
import { optionSpecs, type OptionName } from '../pipeline/config/options.ts';
import type { CommandSpec, Example } from './command.ts';
import { commands, firstExamples } from './commands.ts';
import type { Host, Output } from './host.ts';
import { flagTerm, helpWords } from './option-words.ts';

/** What the arguments ask for. */
export interface Request {
  readonly spec: CommandSpec;
  readonly operands: readonly string[];
  /** As text; lists joined by commas, toggles as true or false. */
  readonly flags: Readonly<Partial<Record<OptionName, string>>>;
}

const specsOf = ({ name }: CommandSpec) =>
  optionSpecs
    .filter(([, spec]) => spec.commands.includes(name) && spec.secret !== true)
    .toSorted(([, a], [, b]) => optionGroups.indexOf(a.group) - optionGroups.indexOf(b.group));

export const exampleLines = (examples: readonly Example[]): string => {
  const width = Math.max(...examples.map(({ command }) => command.length));
  return examples
    .map(({ command, does }) =>
      width > 50 ? `  ${command}\n      ${does}` : `  ${command.padEnd(width)}   ${does}`,
    )
    .join('\n');
};

const collect = (text: string, before: string | undefined): string =>
  before === undefined ? text : `${before},${text}`;

const addOption = (command: Command, name: OptionName, spec: OptionSpec<unknown>): void => {
  const shown = new Option(flagTerm(name, spec), helpWords(spec)).helpGroup(`${spec.group}:`);
  if (spec.required === true) shown.makeOptionMandatory();
  if (spec.type.form === 'list') shown.argParser(collect);
  command.addOption(shown);
  if (spec.type.form !== 'toggle' || spec.flagOnly === true) return;
  // So that what a configuration file turns on can be turned off, and the other way round.
  const flag = flagOf(name, spec);
  const opposite = spec.default === true ? `--${flag}` : `--no-${flag}`;
  command.addOption(new Option(opposite).hideHelp());
};

const attributeOf = (name: string, spec: OptionSpec<unknown>): string =>
  flagOf(name, spec).replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const flagsOf = (command: Command, spec: CommandSpec): Request['flags'] =>
  Object.fromEntries(
    specsOf(spec)
      .map(([name, option]) => [name, attributeOf(name, option)] as const)
      .filter(([, attribute]) => command.getOptionValueSource(attribute) === 'cli')
      .map(([name, attribute]) => [name, String(command.getOptionValue(attribute))]),
  );

const termOf = (command: Command): string =>
  [
    command.name(),
    ...command.registeredArguments.map((operand) => {
      const name = operand.variadic ? `${operand.name()}...` : operand.name();
      return operand.required ? `<${name}>` : `[${name}]`;
    }),
  ].join(' ');

const widthOf = ({ columns }: Output): number => Math.min(Math.max(columns ?? 80, 60), 100);

const exits =
  'Exit codes: 0 done, 1 failed, 2 wrong usage, 3 bad configuration or input, 130 interrupted.';

/** Of a command that is not `asked` for, only what the list of commands shows. */
const subcommand = (
  program: Command,
  spec: CommandSpec,
  asked: boolean,
  onRequest: (request: Request) => void,
): Command => {
  const command = new Command(spec.name)
    .copyInheritedSettings(program)
    .summary(spec.summary)
    .description(spec.description)
    .addHelpOption(new Option('-h, --help', 'this help').helpGroup('General:'));
  for (const { name, description, required, many } of spec.operands) {
    const inner = many ? `${name}...` : name;
    command.argument(required ? `<${inner}>` : `[${inner}]`, description);
  }
  if (!asked) return command;
  for (const [name, option] of specsOf(spec)) addOption(command, name, option);
  command.addHelpText('before', `Examples:\n${exampleLines(spec.examples)}\n`);
  command.action(() => {
    onRequest({ spec, operands: command.args, flags: flagsOf(command, spec) });
  });
  return command;
};

/** `tonearm help batch` means `tonearm batch --help`. */
const normal = (argv: readonly string[]): readonly string[] =>
  argv[0] === 'help' ? [...argv.slice(1, 2), '--help'] : argv;

/**
 * Reads the arguments. Throws CommanderError where they make no sense, and with exit code 0 where
 * they ask for help or the version, after printing it.
 */
export const readArguments = async (
  argv: readonly string[],
  version: string,
  { stdout, stderr }: Host,
): Promise<Request> => {
  let request: Request | undefined;
  const program = new Command('tonearm')
    .description(
      'Analytics for music-streaming events: each analytic defined once, nothing to install.',
    )
    .version(version, '-V, --version', 'the version')
    .helpOption('-h, --help', 'this help')
    .helpCommand('help [command]', 'help for a command')
    .addHelpText('before', `Examples:\n${exampleLines(firstExamples)}\n`)
    .addHelpText(
      'after',
      `\n\`tonearm <command> --help\` has the options and more examples.\n${exits}`,
    )
    .exitOverride()
    .configureHelp({ subcommandTerm: termOf })
    .configureOutput({
      writeOut: stdout.write,
      writeErr: stderr.write,
      outputError: () => undefined,
      getOutHelpWidth: () => widthOf(stdout),
      getErrHelpWidth: () => widthOf(stderr),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  for (const spec of commands) {
    const command = subcommand(program, spec, argv.includes(spec.name), (made) => {
      request = made;
    });
    program.addCommand(command);
  }
  const wantsHelp = argv.some((argument) => argument === '--help' || argument === '-h');
  program.hook('preSubcommand', async (_, command) => {
    const spec = commands.find(({ name }) => name === command.name());
    if (!(wantsHelp || argv[0] === 'help') || spec?.loadSection === undefined) return;
    command.addHelpText('after', `\n${await spec.loadSection(widthOf(stdout))}`);
  });
  await program.parseAsync([...normal(argv)], { from: 'user' });
  if (request === undefined) throw new TypeError('no command has taken the arguments');
  return request;
};
