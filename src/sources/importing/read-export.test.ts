import { strToU8, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { no, yes, type Capabilities } from './capabilities.ts';
import { describeImport } from './describe-import.ts';
import type { ExportFormat } from './export-format.ts';
import { parseJsonLines } from './file-content.ts';
import { temporaryFolder } from './importer.cases.ts';
import { defaultLimits } from './limits.ts';
import { importerOf } from './read-export.ts';

const capabilities: Capabilities = {
  skips: no('Skips are not kept.'),
  completions: yes('All are complete.'),
  pauses: no('None.'),
  listeningTime: no('None.'),
  durations: no('None.'),
  devices: no('None.'),
  countries: no('None.'),
  timePrecision: 'second',
  timeIs: 'start',
  time: 'The start.',
};

const lines: ExportFormat = {
  name: 'lines',
  capabilities,
  recognise: ({ name }) => (name.startsWith('plays') ? name : null),
  rows: parseJsonLines,
  playback(row, { songOf }) {
    if (typeof row !== 'number') return 'malformed';
    const song = songOf({
      id: 'song',
      title: null,
      artistId: null,
      artist: null,
      album: null,
      durationMs: null,
    });
    return song === null
      ? 'no_names'
      : { song, startedAt: row, ending: null, device: null, country: null };
  },
};

const importer = importerOf({
  service: 'test',
  title: 'Test',
  expects: 'Expected: plays.json.',
  formats: [lines],
  capabilities,
});

const { folder, write } = temporaryFolder();

it('accounts for rows and files, and says so', async () => {
  write('in/plays1.json', '0\n1000000\n"x"\n');
  write('in/plays2.json', '0\n');
  write('in/other.png', '\0');
  const { account, capabilities: known } = await importer.read([`${folder}/in`]);
  expect(account).toEqual({
    title: 'Test',
    files: ['plays1.json', 'plays2.json'],
    ignored: ['other.png'],
    rowsRead: 4,
    rowsImported: 2,
    rowsSkipped: { malformed: 1, overlap: 1 },
    events: 2,
    actions: { play: 2 },
    firstEventAt: '1970-01-01T00:00:00Z',
    lastEventAt: '1970-01-01T00:00:01Z',
    warnings: [],
  });
  expect(describeImport({ ...account, warnings: ['mind the gap'] }, known)).toEqual([
    'Test: 4 rows read from 2 files = 2 imported + 2 skipped',
    '  skipped 1: not a record of this export (broken or of wrong types)',
    '  skipped 1: also in another file of this import',
    '2 events (2 play), 1970-01-01T00:00:00Z to 1970-01-01T00:00:01Z',
    '1 other file left alone: other.png',
    'What this export can tell:',
    '  skips: not available. Skips are not kept.',
    '  completions: known. All are complete.',
    '  pauses: not available. None.',
    '  listening time: not available. None.',
    '  song lengths: not available. None.',
    '  devices: not available. None.',
    '  countries: not available. None.',
    '  time: The start.',
    'Warning: mind the gap',
  ]);
});

it('says that a file without rows gives no events', async () => {
  const { account, capabilities: known } = await importer.read([write('plays-none.json', '')]);
  expect(account).toMatchObject({ events: 0, firstEventAt: null, rowsRead: 0 });
  expect(describeImport(account, known)[1]).toBe('0 events');
});

it('refuses what would fill the memory, before it is unpacked', async () => {
  const bomb = write(
    'bomb.zip',
    zipSync({ 'plays1.json': strToU8('0\n'.repeat(50_000)), 'plays2.json': strToU8('0\n') }),
  );
  const large = { ...defaultLimits, fileBytes: 99_999 };
  await expect(importer.read([bomb], { limits: large })).rejects.toMatchObject({
    code: 'INPUT_UNREADABLE',
    message: expect.stringContaining('plays1.json is too large: 100000 bytes unpacked'),
  });
  const much = { ...defaultLimits, totalBytes: 100_000 };
  await expect(importer.read([bomb], { limits: much })).rejects.toMatchObject({
    code: 'INPUT_UNREADABLE',
    message: expect.stringContaining('plays2.json brings the import to 100002 bytes'),
  });
});

it('says what it expects where nothing is recognised', async () => {
  await expect(importer.read([write('else.json', '{}')])).rejects.toMatchObject({
    code: 'INPUT_SCHEMA',
    message: expect.stringContaining('no Test export found in'),
    hint: 'Expected: plays.json.',
  });
});
