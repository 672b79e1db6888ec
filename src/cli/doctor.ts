import { exitCode } from '../error.ts';
import type { Check } from '../pipeline/doctor/check.ts';
import { examine } from '../pipeline/doctor/doctor.ts';
import { readVersion } from '../version.ts';
import { visible } from '../views/format/visible.ts';
import type { Run } from './command.ts';
import type { Host } from './host.ts';
import { jsonText, useColour } from './screen.ts';
import type { OptionValues } from '../pipeline/config/options.ts';

const words = { ok: 'ok', limited: 'limited', broken: 'broken' } as const;

const checkTerminal = (host: Host, values: OptionValues): Check => {
  const { isTerminal, columns } = host.stdout;
  const found = isTerminal
    ? `${columns ?? '?'} columns, ${useColour(host, values) ? 'colours' : 'no colours'}`
    : 'output is not a terminal: plain text, no colours';
  return { name: 'Terminal', state: 'ok', found };
};

const lineOf = ({ name, state, found, advice }: Check, width: number): readonly string[] => {
  const line = `${name.padEnd(width)}  ${words[state].padEnd(7)}  ${visible(found)}`;
  return advice === undefined ? [line] : [line, `${' '.repeat(width + 11)}→ ${visible(advice)}`];
};

const verdict = (checks: readonly Check[]): string => {
  if (checks.some(({ state }) => state === 'broken')) {
    return 'A batch would fail here: see what is broken above.';
  }
  return checks.some(({ state }) => state === 'limited')
    ? 'A batch works here, with the limits above.'
    : 'Everything works here. Next: tonearm batch';
};

/** `tonearm doctor` */
export const run: Run = async ({ configuration: { values, origins }, host }) => {
  const isAsked = values.engine === 'spark' || origins.spark.from !== 'default';
  const about = { spillDir: values.spill, spark: isAsked ? values.spark : undefined };
  const checks = [...(await examine(values.out, about)), checkTerminal(host, values)];
  const works = checks.every(({ state }) => state !== 'broken');
  const width = Math.max(...checks.map(({ name }) => name.length));
  const text = [
    `Tonearm ${readVersion()} on ${process.platform} ${process.arch}`,
    '',
    ...checks.flatMap((check) => lineOf(check, width)),
    '',
    verdict(checks),
  ].join('\n');
  host.stdout.write(
    values.json
      ? jsonText({
          version: readVersion(),
          platform: process.platform,
          architecture: process.arch,
          works,
          checks,
        })
      : `${text.replaceAll('\u00a0', ' ')}\n`,
  );
  return works ? exitCode.done : exitCode.failed;
};
