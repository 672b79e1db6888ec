import { setTimeout } from 'node:timers/promises';
import { exitCode } from '../error.ts';
import { configuredProduce } from '../pipeline/config/configured-produce.ts';
import { produce, type Produced } from '../pipeline/produce/produce.ts';
import { formatInteger, formatTick } from '../views/format/number.ts';
import { visible } from '../views/format/visible.ts';
import type { Run } from './command.ts';
import { jsonText } from './screen.ts';

const described = ({ to, records, partitions, seconds, interrupted }: Produced): string => {
  const rate = seconds > 0 ? `, ${formatTick(records / seconds)}/s` : '';
  const where = `${visible(to)}: ${formatInteger(records)} events in ${partitions} partitions`;
  return [
    `${where}, all acknowledged${rate}${interrupted ? '; interrupted' : ''}`,
    '',
    `Next: tonearm stream --from ${visible(to)}`,
    '',
  ].join('\n');
};

/** `tonearm produce` */
export const run: Run = async ({ operands, configuration, host, notes }) => {
  const produced = await produce(configuredProduce(configuration, operands), {
    stdin: host.stdin,
    now: host.now,
    clock: host.clock,
    // A rejection says no more than the signal does.
    pause: (ms) => setTimeout(ms, undefined, { signal: host.signal }).catch(() => undefined),
    newId: host.newRunId,
    signal: host.signal,
    onProgress: ({ records, unacknowledged, share }) =>
      notes.progress({
        label: 'sending',
        events: records,
        share,
        more: `${formatInteger(unacknowledged)} unacknowledged`,
      }),
    onNotice: notes.warn,
  });
  notes.end();
  host.stdout.write(
    configuration.values.json ? jsonText(produced) : described(produced).replaceAll('\u00a0', ' '),
  );
  return produced.interrupted ? exitCode.interrupted : exitCode.done;
};
