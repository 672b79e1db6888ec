import { exitCode } from '../error.ts';
import { kebab } from '../pipeline/config/option.ts';
import { optionSpecs } from '../pipeline/config/options.ts';
import { visible } from '../views/format/visible.ts';
import type { Invocation, Run } from './command.ts';
import { jsonText } from './screen.ts';

interface Setting {
  readonly key: string;
  readonly value: string | number | boolean | null;
  readonly from: string;
  readonly origin: string;
}

const settingsOf = ({ configuration: { values, origins } }: Invocation): readonly Setting[] =>
  optionSpecs
    .filter(([, spec]) => spec.flagOnly !== true && spec.notInFile !== true)
    .map(([name, spec]) => {
      const value = values[name];
      return {
        key: kebab(name),
        value: value === undefined ? null : spec.type.show(value),
        from: origins[name].from,
        origin: origins[name].name,
      };
    });

const whereFrom = (configFile: string | undefined): string =>
  configFile === undefined
    ? 'No configuration file. `tonearm.json` in the working directory is read where it exists.'
    : `Configuration file: ${visible(configFile)}`;

const tableOf = (settings: readonly Setting[]): string => {
  const shown = settings.map(({ key, value, from, origin }) => [
    key,
    value === null ? '-' : visible(String(value)),
    from === 'default' ? 'default' : `${from} ${visible(origin)}`,
  ]);
  const widths = [0, 1].map((at) => Math.max(...shown.map((cells) => cells[at]?.length ?? 0)));
  return shown
    .map(([key = '', value = '', origin = '']) =>
      `${key.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${origin}`.trimEnd(),
    )
    .join('\n');
};

/** `tonearm config` */
export const run: Run = (invocation) => {
  const { configFile, configuration, host } = invocation;
  const settings = settingsOf(invocation);
  host.stdout.write(
    configuration.values.json
      ? jsonText({
          file: configFile ?? null,
          settings: Object.fromEntries(settings.map(({ key, ...rest }) => [key, rest])),
        })
      : `${tableOf(settings)}\n\n${whereFrom(configFile)}\n`,
  );
  return Promise.resolve(exitCode.done);
};
