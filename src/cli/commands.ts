import type { CommandSpec, Example } from './command.ts';

/** What the first help leads with. */
export const firstExamples: readonly Example[] = [
  { command: 'tonearm batch', does: 'makes sample events and a full report of them' },
  { command: 'tonearm live', does: 'a stream of made-up events, on the console as it moves' },
  { command: 'tonearm batch events/ --out report', does: 'reports on your own files' },
  {
    command: 'tonearm import spotify my_spotify_data.zip --out me.parquet',
    does: 'makes events of your own history',
  },
];

const batch: CommandSpec = {
  name: 'batch',
  summary: 'report over files, folders, globs or - (standard input)',
  description:
    'Computes every analytic over the events of all inputs and writes tables, a report to read in ' +
    'the browser and a manifest. Prints the report. Without INPUT it makes sample events first.',
  operands: [
    {
      name: 'INPUT',
      description:
        'files, folders, globs, or - for standard input: .ndjson, .jsonl, .json, .csv, .parquet; ' +
        'text also with .gz or .zst',
      required: false,
      many: true,
    },
  ],
  examples: [
    { command: 'tonearm batch', does: 'sample events, full report' },
    {
      command: "tonearm batch 'logs/2026-11-*.ndjson.gz' --out report",
      does: 'compressed files by a glob',
    },
    {
      command: 'tonearm batch events.parquet --since 2026-11-01 --time-zone Europe/Berlin',
      does: 'one month, local days and hours',
    },
    {
      command: 'zcat events.gz | tonearm batch - --only overview,popular_songs --quiet',
      does: 'from a pipe, two tables',
    },
  ],
  loadSection: async () => (await import('./catalogue-section.ts')).catalogueSection(),
  load: () => import('./batch.ts'),
};

const stream: CommandSpec = {
  name: 'stream',
  summary: 'live windowed analytics over a Kafka topic or an embedded log',
  description:
    'Reads events from a log, computes every windowed analytic over event time, shows windows as ' +
    'they change and gives each a final result once. Stopped or killed, it goes on where it was: ' +
    'finals depend on the log alone.',
  operands: [],
  examples: [
    {
      command: 'tonearm stream --from kafka://127.0.0.1:9092/music-events',
      does: 'live view of a topic',
    },
    {
      command: 'tonearm stream --from file:log --bounded --json',
      does: 'the finals of an embedded log as NDJSON',
    },
    {
      command: 'tonearm stream --from file:log --to file:panes --late file:late.ndjson',
      does: 'panes and late events kept in files',
    },
    {
      command: 'tonearm stream --from file:log --status',
      does: 'what a running stream says of itself',
    },
  ],
  load: () => import('./stream.ts'),
};

const produce: CommandSpec = {
  name: 'produce',
  summary: 'sends events to a Kafka topic or an embedded log',
  description:
    'Sends generated events, or the lines of files as they are, to the partitions of their users. ' +
    'Each record arrives once, in the order of its user, also where brokers fail on the way.',
  operands: [
    {
      name: 'FILE',
      description: 'more files of --input, so that a shell may expand them',
      required: false,
      many: true,
    },
  ],
  examples: [
    {
      command:
        'tonearm produce --to kafka://127.0.0.1:9092/music-events --rate 2000 --create-topic',
      does: 'events that happen now, until stopped',
    },
    {
      command: 'tonearm produce --to file:log --events 100k --late 2% --truth truth.json',
      does: 'an embedded log, and the answers',
    },
    {
      command: 'tonearm produce --to file:log --input events.ndjson.gz --speed 60x',
      does: 'a recorded hour within a minute',
    },
  ],
  load: () => import('./produce.ts'),
};

const live: CommandSpec = {
  name: 'live',
  summary: 'generated events, stream and live view in one process',
  description:
    'Makes events of now, streams them through an embedded log in a temporary folder and shows ' +
    'every windowed analytic as it moves. Nothing has to be installed, nothing is left behind.',
  operands: [],
  examples: [
    { command: 'tonearm live', does: 'the live view, until Ctrl-C' },
    { command: 'tonearm live --rate 2000 --window 1m', does: 'more events, shorter windows' },
    { command: 'tonearm live --json --only action_counts', does: 'panes as NDJSON' },
  ],
  load: () => import('./live.ts'),
};

const generate: CommandSpec = {
  name: 'generate',
  summary: 'sample events as a file',
  description:
    'Writes made-up events that look real: popular and rare songs, days and weeks, skips, sessions, ' +
    'late and repeated events. Equal options give equal bytes.',
  operands: [],
  examples: [
    { command: 'tonearm generate --out events.ndjson', does: '100,000 events' },
    {
      command: 'tonearm generate --out events.parquet --events 10M --days 30 --seed 7',
      does: 'ten million events over a month',
    },
    {
      command: 'tonearm generate --out bad.ndjson --malformed 1% --truth truth.json',
      does: 'with lines to reject, and the answers',
    },
  ],
  load: () => import('./generate.ts'),
};

const imports: CommandSpec = {
  name: 'import',
  summary: 'your history from Spotify, Last.fm or ListenBrainz as events',
  description:
    'Turns the export of a streaming service into events, accounts for every row, and says what ' +
    'the export can and cannot tell. User names and addresses never reach the file. Importing ' +
    'again gives the same events.',
  operands: [
    {
      name: 'SERVICE',
      description: 'spotify, lastfm or listenbrainz',
      required: true,
      many: false,
    },
    {
      name: 'FILE',
      description: 'the export: files, folders or the zip as you got it',
      required: true,
      many: true,
    },
  ],
  examples: [
    {
      command: 'tonearm import spotify my_spotify_data.zip --out me.parquet',
      does: 'the zip as Spotify sends it',
    },
    {
      command: 'tonearm import lastfm scrobbles.csv --out me.ndjson --user anna',
      does: 'another user_id than "me"',
    },
    { command: 'tonearm batch me.parquet --out my-report', does: 'the report, afterwards' },
  ],
  loadSection: async (width) => (await import('./services-section.ts')).servicesSection(width),
  load: () => import('./import.ts'),
};

const config: CommandSpec = {
  name: 'config',
  summary: 'every setting, its value and where it comes from',
  description:
    'Prints each setting with its value and its origin. A flag wins over the environment, that ' +
    'over the configuration file, that over the default. The file is JSON, its keys are the names ' +
    'of the flags; paths in it are relative to it.',
  operands: [],
  examples: [
    { command: 'tonearm config', does: 'what a batch would use here' },
    { command: 'tonearm config --top 5 --json', does: 'as JSON, with a flag on top' },
    { command: 'TONEARM_TIME_ZONE=Asia/Tokyo tonearm config', does: 'from the environment' },
  ],
  load: () => import('./config.ts'),
};

const doctor: CommandSpec = {
  name: 'doctor',
  summary: 'what works on this machine, and what to do where it does not',
  description:
    'Looks at Node.js, the engine, memory, folders, time zones and the terminal. Exits with 0 ' +
    'where a batch would work, else with 1.',
  operands: [],
  examples: [
    { command: 'tonearm doctor', does: 'in words' },
    { command: 'tonearm doctor --json', does: 'to attach to a report of a defect' },
  ],
  load: () => import('./doctor.ts'),
};

/** The commands in the order of help. */
export const commands: readonly CommandSpec[] = [
  batch,
  stream,
  produce,
  live,
  generate,
  imports,
  config,
  doctor,
];
