import { exitCode } from '../error.ts';
import { formatInstant } from '../event/time.ts';
import { generatorOptions } from '../pipeline/config/generator-options.ts';
import { generateFile, truthJson, type Generated } from '../pipeline/generate.ts';
import { formatBytes, formatInteger } from '../views/format/number.ts';
import { visible } from '../views/format/visible.ts';
import type { Run } from './command.ts';
import { nextCommand } from './next-command.ts';
import { jsonText } from './screen.ts';

const described = ({ path, bytes, truth }: Generated): readonly string[] => {
  const number = formatInteger;
  const when =
    truth.firstEventAt === null || truth.lastEventAt === null
      ? []
      : [`  ${formatInstant(truth.firstEventAt)} to ${formatInstant(truth.lastEventAt)}`];
  const { users, songs, artists } = truth;
  return [
    `${visible(path)}: ${number(truth.lines)} events written, ${formatBytes(bytes)}`,
    ...when,
    `  ${number(users)} listeners, ${number(songs)} songs by ${number(artists)} artists`,
    `  among them ${number(truth.duplicates)} duplicates, ${number(truth.late)} late, ` +
      `${number(truth.outOfOrder)} out of order, ${number(truth.malformed)} malformed`,
    ...(truth.leftOut === 0
      ? []
      : [`  ${number(truth.leftOut)} malformed ones left out: only NDJSON can hold them`]),
    '',
    `Next: ${nextCommand(path)}`,
  ];
};

/** `tonearm generate` */
export const run: Run = async ({ configuration: { values }, host, notes }) => {
  const generated = await generateFile(
    {
      path: values.outFile ?? '',
      format: values.fileFormat,
      generator: {
        ...generatorOptions(values),
        events: values.events,
        end: values.end,
        days: values.days,
      },
      truthPath: values.truth,
    },
    {
      signal: host.signal,
      onProgress: (events, total) =>
        notes.progress({ label: 'generating', events, share: events / total }),
    },
  );
  notes.end();
  const { path, bytes, format, truth } = generated;
  host.stdout.write(
    values.json
      ? jsonText({ path, bytes, format, truth: truthJson(truth) })
      : `${described(generated).join('\n').replaceAll('\u00a0', ' ')}\n`,
  );
  return exitCode.done;
};
