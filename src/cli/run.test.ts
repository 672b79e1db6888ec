import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands, firstExamples } from './commands.ts';
import { fakeHost } from './fake-host.cases.ts';
import { readArguments } from './program.ts';
import { runCommandLine } from './run.ts';

const run = async (argv: readonly string[], given: Parameters<typeof fakeHost>[0] = {}) => {
  const host = fakeHost(given);
  return { code: await runCommandLine(argv, host), out: host.out(), err: host.err() };
};

describe('wrong usage', () => {
  it.each<[readonly string[], string]>([
    [['bach'], "tonearm: unknown command 'bach'\n  hint: did you mean batch?\n"],
    [['batch', '--tpo', '3'], "tonearm: unknown option '--tpo'\n  hint: did you mean --top?\n"],
    [
      ['batch', '--xyzzy'],
      "tonearm: unknown option '--xyzzy'\n  hint: `tonearm batch --help` shows how it is used\n",
    ],
    [
      ['--quiet', 'batch'],
      "tonearm: unknown option '--quiet'\n  hint: options come after the command, as in `tonearm batch --quiet`\n",
    ],
    [
      ['batch', '--top'],
      "tonearm: option '--top <N>' argument missing\n  hint: `tonearm batch --help` shows how it is used\n",
    ],
    [
      ['batch', '--top', '0'],
      'tonearm: --top: "0" is not a whole number from 1 on\n  hint: write it as 100000, 100k or 10M\n',
    ],
    [
      ['batch', '--engine', 'duckbd'],
      'tonearm: --engine: "duckbd" is not one of duckdb, spark, reference\n  hint: did you mean duckdb?\n',
    ],
    [
      ['batch', '--only', 'overveiw'],
      'tonearm: --only: there is no analytic "overveiw"\n  hint: did you mean overview?\n',
    ],
    [
      ['generate'],
      "tonearm: required option '--out <PATH>' not specified\n  hint: `tonearm generate --help` shows how it is used\n",
    ],
    [
      ['generate', '--out', '/tmp/x.dat'],
      'tonearm: --out /tmp/x.dat: the extension does not tell the format\n  hint: end the name in .ndjson, .ndjson.gz, .csv, .csv.gz or .parquet, or add --format\n',
    ],
    [
      ['import', 'spotfy', 'x', '--out', 'y.ndjson'],
      'tonearm: there is no service "spotfy"\n  hint: did you mean spotify?\n',
    ],
    [
      ['doctor', 'who'],
      "tonearm: too many arguments for 'doctor'. Expected 0 arguments but got 1.\n  hint: `tonearm doctor --help` shows how it is used\n",
    ],
  ])('%j', async (argv, err) => {
    expect(await run(argv)).toEqual({ code: 2, out: '', err });
  });

  it('shows help on standard error where there is no command', async () => {
    const { code, out, err } = await run([]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Usage: tonearm');
  });
});

describe('help', () => {
  it('leads with examples', async () => {
    const { code, out, err } = await run(['--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatchInlineSnapshot(`
      "Examples:
        tonearm batch
            makes sample events and a full report of them
        tonearm live
            a stream of made-up events, on the console as it moves
        tonearm batch events/ --out report
            reports on your own files
        tonearm import spotify my_spotify_data.zip --out me.parquet
            makes events of your own history

      Usage: tonearm [options] [command]

      Analytics for music-streaming events: each analytic defined once, nothing to
      install.

      Options:
        -V, --version               the version
        -h, --help                  this help

      Commands:
        batch [INPUT...]            report over files, folders, globs or - (standard
                                    input)
        stream                      live windowed analytics over a Kafka topic or an
                                    embedded log
        produce [FILE...]           sends events to a Kafka topic or an embedded log
        live                        generated events, stream and live view in one
                                    process
        generate                    sample events as a file
        import <SERVICE> <FILE...>  your history from Spotify, Last.fm or ListenBrainz
                                    as events
        config                      every setting, its value and where it comes from
        doctor                      what works on this machine, and what to do where
                                    it does not
        help [command]              help for a command

      \`tonearm <command> --help\` has the options and more examples.
      Exit codes: 0 done, 1 failed, 2 wrong usage, 3 bad configuration or input, 130 interrupted.
      "
    `);
  });

  it('of a command has its options by groups, and what they take', async () => {
    const { code, out } = await run(['generate', '--help']);
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "Examples:
        tonearm generate --out events.ndjson
            100,000 events
        tonearm generate --out events.parquet --events 10M --days 30 --seed 7
            ten million events over a month
        tonearm generate --out bad.ndjson --malformed 1% --truth truth.json
            with lines to reject, and the answers

      Usage: tonearm generate [options]

      Writes made-up events that look real: popular and rare songs, days and weeks,
      skips, sessions, late and repeated events. Equal options give equal bytes.

      What to generate:
        --events <N>          how many events are generated; by batch only where there
                              is no INPUT (default: 100000)
        --seed <N>            equal seeds and options give equal bytes (default: 1)
        --end <TIME>          every event happens before this time (default:
                              2026-11-01T00:00:00Z)
        --days <N>            days before the end in which events happen (default: 7)
        --users <N>           listeners to draw from (default: grows with the events)
        --songs <N>           songs to draw from (default: grows with the events)
        --late <SHARE>        events that arrive more than ten minutes late (default:
                              0.005)
        --duplicates <SHARE>  lines that repeat an earlier event (default: 0.01)
        --disorder <SHARE>    events that arrive up to five minutes out of order
                              (default: 0.02)
        --malformed <SHARE>   lines that a reader must reject; only NDJSON can hold
                              them (default: 0)

      Output:
        --out <PATH>          file to write: .ndjson, .csv (also .gz) or .parquet;
                              replaced where it exists
        --format <FORMAT>     format of the file: ndjson, csv, parquet (default: by
                              the extension)
        --truth <FILE>        writes what was generated as JSON: the answers that an
                              analysis must give

      General:
        --config <FILE>       configuration file (default: tonearm.json here, if there
                              is one)
        --json                prints one JSON document instead of text
        --quiet               no progress and no notes, only results, warnings and
                              errors
        --verbose             tells more, and where an error comes from
        --no-color            no colours, as where NO_COLOR is set or the output is
                              not a terminal
        -h, --help            this help
      "
    `);
  });

  it('of batch has the catalogue, that of import the services', async () => {
    expect((await run(['help', 'batch'])).out).toContain('popular_songs            Which songs');
    expect((await run(['import', '-h'])).out).toContain('  lastfm (Last.fm)\n');
  });

  it.each(commands.map(({ name }) => name))('of %s fits into the width', async (name) => {
    const { out } = await run([name, '--help'], { columns: 90 });
    for (const line of out.split('\n').filter((text) => !text.includes('tonearm '))) {
      expect(line.length, line).toBeLessThanOrEqual(90);
    }
  });

  it('has the version', async () => {
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

/** Words as a shell splits them, without what stands before and after the command. */
const words = (line: string): readonly string[] =>
  (line.slice(line.indexOf('tonearm ')).match(/'[^']*'|\S+/g) ?? [])
    .slice(1)
    .map((word) => word.replace(/^'(.*)'$/, '$1'));

it.each([...firstExamples, ...commands.flatMap(({ examples }) => examples)])(
  'the example $command is understood',
  async ({ command }) => {
    const { spec } = await readArguments(words(command), '0', fakeHost());
    expect(command).toContain(`tonearm ${spec.name}`);
  },
);

describe('configuration', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tonearm-run-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is printed with the origin of each value', async () => {
    const file = join(folder, 'c.json');
    writeFileSync(file, '{"top": 7, "windows": true, "spill": "spill"}');
    const { code, out } = await run(
      ['config', '--config', file, '--no-windows', '--format', 'csv', '--format', 'json', '--json'],
      { environment: { TONEARM_TIME_ZONE: 'europe/paris' } },
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      file,
      settings: {
        top: { value: 7, from: 'file', origin: file },
        windows: { value: false, from: 'flag', origin: '--windows' },
        format: { value: 'csv,json', from: 'flag', origin: '--format' },
        spill: { value: join(folder, 'spill') },
        'time-zone': { value: 'Europe/Paris', from: 'environment', origin: 'TONEARM_TIME_ZONE' },
        'session-gap': { value: '30m', from: 'default', origin: 'default' },
        map: { value: null },
      },
    });
  });

  it('is a table in words', async () => {
    const { out } = await run(['config', '--top', '5']);
    expect(out).toMatch(/^top +5 +flag --top$/m);
    expect(out).toMatch(/^time-zone +UTC +default$/m);
    expect(out).toContain('tonearm.json');
  });

  it('is refused with exit code 3 where it is wrong', async () => {
    const file = join(folder, 'wrong.json');
    writeFileSync(file, '{"timezone": "UTC"}');
    expect(await run(['config'], { environment: { TONEARM_CONFIG: file } })).toEqual({
      code: 3,
      out: '',
      err: `tonearm: ${file}: "timezone" is not a setting\n  hint: did you mean "time-zone"?\n`,
    });
    expect(await run(['config'], { environment: { TONEARM_TOP: 'x' } })).toMatchObject({ code: 3 });
  });

  it('warns of a variable that is nearly a setting', async () => {
    const { code, err } = await run(['config'], { environment: { TONEARM_TIMEZONE: 'UTC' } });
    expect(code).toBe(0);
    expect(err).toContain('tonearm: warning: TONEARM_TIMEZONE in the environment is not a setting');
  });

  it('generates with a summary, and the truth beside it', async () => {
    const out = join(folder, 'few.ndjson.gz');
    const truth = join(folder, 'truth.json');
    const made = await run(['generate', '--out', out, '--events', '1k', '--truth', truth]);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toContain(`${out}: 1,000 events written`);
    expect(made.out).toContain(`Next: tonearm batch ${out}\n`);
    expect(JSON.parse(readFileSync(truth, 'utf8'))).toMatchObject({
      lines: 1000,
      settings: { end: '2026-11-01T00:00:00Z' },
    });
  });

  it('exits with 130 when it is interrupted, and leaves nothing behind', async () => {
    const controller = new AbortController();
    controller.abort();
    const out = join(folder, 'none.ndjson');
    const stopped = await run(['generate', '--out', out], { signal: controller.signal });
    expect(stopped).toMatchObject({ code: 130, out: '' });
    expect(stopped.err).toContain('tonearm: interrupted');
    expect(() => readFileSync(out)).toThrow('ENOENT');
  });
});
