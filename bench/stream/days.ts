import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { measureProcess } from '../process.ts';
import { tonearm } from '../tonearm.ts';
import type { Section } from '../page.ts';
import { newFolder, say, type Bench } from './bench.ts';
import { dataText, ensureEvents, hour } from './data.ts';
import { megabytes } from './numbers.ts';
import { checkCounts, statusOf } from './status.ts';
import { startWatched, type Watched } from './watched.ts';

const days = 3;
const msPerDay = 86_400_000;
const goalBytes = 500e6;
/** What counts as no growth. */
const flatShare = 0.05;
/** At most this long is an event in the open horizon: its hour and the watermark's delay. */
const horizonSeconds = 70 * 60;
const goalRate = 1_000;

interface Sample {
  /** Watermark, ms. */
  readonly timeMs: number;
  readonly bytes: number;
  readonly read: number;
}

const fileBytes = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

const folderBytes = (folder: string): number =>
  existsSync(folder)
    ? readdirSync(folder).reduce((sum, name) => sum + fileBytes(join(folder, name)), 0)
    : 0;

const untilThere = async (log: string, producer: Watched): Promise<void> => {
  while (!existsSync(log) || readdirSync(log).length === 0) {
    if (!producer.isRunning()) throw new Error('nothing was produced');
    await wait(50);
  }
};

/** The events as an embedded log. */
const logOf = async (bench: Bench, path: string): Promise<string> => {
  const log = join(newFolder(bench, 'log'), 'log');
  await measureProcess(tonearm(['produce', '--to', `file:${log}`, '--input', path, '--quiet']));
  return log;
};

const usual = ['--json', '--max-future', 'off', '--quiet'];

/** The days pass fast enough for this many events a second, which the stream has to keep up with. */
const followedRate = 20_000;

/** Follows a log that grows at the pace of its events, many times faster. */
const followDays = async (bench: Bench, path: string): Promise<readonly Sample[]> => {
  const { events } = bench.options.daysEvents;
  const speed = Math.max(1, Math.round((followedRate * days * msPerDay) / 1_000 / events));
  const folder = newFolder(bench, 'days');
  const [log, state] = [join(folder, 'log'), join(folder, 'state')];
  const producer = startWatched(
    tonearm([
      ...['produce', '--to', `file:${log}`, '--input', path, '--speed', `${speed}x`, '--quiet'],
    ]),
  );
  producer.child.stdout.resume();
  await untilThere(log, producer);
  const stream = startWatched(
    tonearm(['stream', '--from', `file:${log}`, '--state', state, ...usual]),
  );
  stream.child.stdout.resume();
  const samples: Sample[] = [];
  try {
    while (stream.isRunning() && (samples.at(-1)?.read ?? 0) < events) {
      const progress = statusOf(state);
      const watermark = progress?.eventTime.watermark ?? null;
      if (progress !== undefined && watermark !== null) {
        const { read } = progress.totals;
        samples.push({ timeMs: Date.parse(watermark), bytes: folderBytes(state), read });
      }
      await wait(50);
    }
  } finally {
    await producer.stop();
    await stream.stop();
  }
  checkCounts(statusOf(state), events);
  return samples;
};

interface Day {
  readonly name: string;
  readonly atEnd: number;
  readonly largest: number;
  readonly read: number;
}

const daysOf = (samples: readonly Sample[]): readonly Day[] => {
  const dayOf = ({ timeMs }: Sample): number => Math.floor(timeMs / msPerDay);
  return [...new Set(samples.map(dayOf))].map((day) => {
    const own = samples.filter((sample) => dayOf(sample) === day);
    return {
      name: new Date(day * msPerDay).toISOString().slice(0, 10),
      atEnd: own.at(-1)?.bytes ?? 0,
      largest: Math.max(...own.map(({ bytes }) => bytes)),
      read: own.at(-1)?.read ?? 0,
    };
  });
};

/** Bytes of state per accepted event where every window is open. */
const openBytesPerEvent = async (bench: Bench): Promise<number> => {
  const size = bench.options.events;
  const path = await ensureEvents(bench.options.data, { name: 'hour', days: hour, size });
  const log = await logOf(bench, path);
  const state = join(newFolder(bench, 'open'), 'state');
  await measureProcess(
    tonearm([
      ...['stream', '--from', `file:${log}`, '--state', state, '--until-end', ...usual],
      ...['--watermark-delay', '6h'],
    ]),
  );
  const { totals } = checkCounts(statusOf(state), size.events);
  return folderBytes(state) / totals.accepted;
};

/** Size of the state over simulated days. */
export const measureDays = async (bench: Bench): Promise<Section> => {
  const size = bench.options.daysEvents;
  const path = await ensureEvents(bench.options.data, { name: `${days}d`, days, size });
  const found = daysOf(await followDays(bench, path));
  const perEvent = await openBytesPerEvent(bench);
  say(`${perEvent.toFixed(0)} bytes of state per event of the open horizon`);
  const reckoned = perEvent * goalRate * horizonSeconds;
  const second = found[1]?.largest ?? Number.NaN;
  const last = found.at(-1)?.largest ?? Number.NaN;
  return {
    title: `size of the state over ${days} days`,
    about:
      `${size.name} events (${dataText}), ${(size.events / days / 86_400).toFixed(1)} a second over ` +
      `${days} days, appended to an embedded log at the pace of their times, so much faster that ` +
      `${followedRate.toLocaleString('en')} come a second, while \`tonearm stream\` follows it; the ` +
      'folder of the state every 50 ms.',
    header: ['day of the watermark', 'at its end', 'largest', 'events read'],
    rows: found.map(({ name, atEnd, largest, read }) => [
      name,
      megabytes(atEnd),
      megabytes(largest),
      read.toLocaleString('en'),
    ]),
    goals: [
      {
        text: `largest on the last day ${megabytes(last)}, on the second ${megabytes(second)} (at most ${flatShare * 100} % more)`,
        reached: last <= second * (1 + flatShare),
      },
      {
        text:
          `${perEvent.toFixed(0)} bytes per event of the open horizon (${bench.options.events.name} ` +
          `events, all open): ${megabytes(reckoned)} at ${goalRate.toLocaleString('en')} events/s ` +
          `and ${horizonSeconds / 60} minutes, of less than 500 MB`,
        reached: reckoned < goalBytes,
      },
    ],
  };
};
