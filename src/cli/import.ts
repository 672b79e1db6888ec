import { exitCode } from '../error.ts';
import { importFile } from '../pipeline/import.ts';
import { describeImport } from '../sources/importing/describe-import.ts';
import { formatBytes, formatInteger } from '../views/format/number.ts';
import { visible } from '../views/format/visible.ts';
import type { Run } from './command.ts';
import { nextCommand } from './next-command.ts';
import { jsonText } from './screen.ts';

/** `tonearm import` */
export const run: Run = async ({ operands, configuration: { values }, host, notes }) => {
  const [service = '', ...inputs] = operands;
  notes.progress({ label: 'reading', events: 0, share: undefined });
  const imported = await importFile(
    {
      service,
      inputs,
      path: values.outFile ?? '',
      format: values.fileFormat,
      user: values.user,
      incognito: values.incognito,
    },
    {
      signal: host.signal,
      onProgress: (events, total) =>
        notes.progress({ label: 'writing', events, share: events / total }),
    },
  );
  notes.end();
  const { path, bytes, format, account, capabilities } = imported;
  const size = formatBytes(bytes).replaceAll('\u00a0', ' ');
  const lines = [
    ...describeImport(account, capabilities).map(visible),
    '',
    `${visible(path)}: ${formatInteger(account.events)} events written, ${size}`,
    `Next: ${nextCommand(path)}`,
  ];
  host.stdout.write(
    values.json
      ? jsonText({ path, bytes, format, account, capabilities, next: nextCommand(path) })
      : `${lines.join('\n')}\n`,
  );
  return exitCode.done;
};
