import path from 'node:path';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { songNameId } from '../importing/identity.ts';
import {
  describeImporterContract,
  eventsOf,
  secret,
  temporaryFolder,
} from '../importing/importer.cases.ts';
import { listenbrainz } from './listenbrainz.ts';

const recording = '08e8f55b-f1a4-46b8-b2d1-fab4c592165c';
const artist = '4b00640f-3be6-43f8-9b34-ff81bd89320a';

const listen = (
  metadata: Readonly<Record<string, unknown>> = {},
  differences: Readonly<Record<string, unknown>> = {},
) => ({
  inserted_at: 1_700_000_001.5,
  listened_at: 1_700_000_000,
  track_metadata: {
    track_name: 'Song of the Test',
    artist_name: 'The Makers feat. Others',
    release_name: 'Album',
    recording_msid: secret,
    mbid_mapping: {
      recording_mbid: recording,
      artist_mbids: [artist, recording],
      artists: [{ artist_credit_name: 'The Makers', artist_mbid: artist }],
    },
    additional_info: { duration_ms: 180_000, submission_client: secret, origin_url: secret },
    ...metadata,
  },
  user_name: secret,
  ...differences,
});

const listens = fc
  .record({
    at: fc.oneof(fc.constantFrom(0, null, 1_700_000_000), fc.integer({ min: 1, max: 2e9 })),
    title: fc.constantFrom('One', 'Two', ''),
    mapping: fc.constantFrom(null, { recording_mbid: recording, artist_mbids: [artist] }, 'x'),
    info: fc.constantFrom({ duration: 180, user: secret }, { duration_ms: '7' }, null, {}),
  })
  .map(({ at, title, mapping, info }) =>
    listen(
      { track_name: title, mbid_mapping: mapping, additional_info: info },
      { listened_at: at },
    ),
  );

const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
// A first line that is whole, so that the file is recognised by its content.
const firstLine = `${JSON.stringify(listen())}\n`;

describeImporterContract(listenbrainz, [
  { name: 'listens/2023/#.jsonl', row: listens, encode: lines, anyJson: true },
]);

const { folder, write } = temporaryFolder();
const metadataOf = async (metadata: Readonly<Record<string, unknown>>) => {
  const [event] = await eventsOf(listenbrainz, [write('one.jsonl', lines([listen(metadata)]))]);
  return event;
};

it('is a play alone, at its start, with the ids of the mapping and the submitted length', async () => {
  const file = write('mine.jsonl', lines([listen()]));
  expect(await eventsOf(listenbrainz, [file])).toEqual([
    {
      event_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      event_time: '2023-11-14T22:13:20Z',
      action: 'play',
      user_id: 'me',
      song_id: recording,
      song_title: 'Song of the Test',
      artist_id: artist,
      artist_name: 'The Makers feat. Others',
      album_name: 'Album',
      song_duration_ms: 180_000,
    },
  ]);
});

it('names a song that is not mapped by its names', async () => {
  expect(await metadataOf({ mbid_mapping: null })).toMatchObject({
    song_id: songNameId('The Makers feat. Others', 'Song of the Test'),
    artist_id: expect.stringMatching(/^name:/),
  });
});

describe('length of the song', () => {
  it.each([
    [{ duration_ms: 180_000 }, 180_000],
    [{ duration_ms: '180000' }, 180_000],
    [{ duration: 180 }, 180_000],
    [{ duration: 180.4 }, 180_400],
    [{ duration_ms: 0 }, undefined],
    [{ duration_ms: 86_400_001 }, undefined],
    [{ duration_played: 180 }, undefined],
    [null, undefined],
  ])('%j', async (info, length) => {
    expect((await metadataOf({ additional_info: info }))?.song_duration_ms).toBe(length);
  });
});

it('skips broken lines with their reason and goes on', async () => {
  const rows = [
    listen({}, { listened_at: null }),
    listen({}, { listened_at: 'now' }),
    listen({}, { listened_at: 1e300 }),
    listen({ artist_name: null, mbid_mapping: null }),
    {},
    7,
  ];
  const broken = Buffer.from([0x7b, 0xff, 0x7d, 0x0a]);
  const text = `${firstLine}{"listened_at": 17\n\n  \r\n${lines(rows)}`;
  const file = write('broken.jsonl', Buffer.concat([Buffer.from(text), broken]));
  const { account } = await listenbrainz.read([file]);
  expect(account.rowsSkipped).toEqual({
    no_time: 1,
    malformed: 5,
    bad_time: 1,
    no_names: 1,
  });
  expect(account.rowsRead).toBe(9);
});

it('reads an older export: one array of listens', async () => {
  const file = write('someone_lb-2022.json', JSON.stringify([listen(), listen()], null, 2));
  expect((await listenbrainz.read([file])).account.rowsImported).toBe(2);
});

it('reads the months of the archive, of its folder and of single files alike', async () => {
  const may = lines([listen()]);
  const june = lines([listen({}, { listened_at: 1_700_000_500 })]);
  const archive = zipSync({
    'user.json': Buffer.from(JSON.stringify({ user_id: 1, username: secret })),
    'feedback.jsonl': Buffer.from('{"recording_msid": "x", "score": 1}\n'),
    'listens/2023/5.jsonl': Buffer.from(may),
    'listens/2023/6.jsonl': Buffer.from(june),
  });
  const zip = write('listenbrainz_export.zip', archive);
  const months = path.join(folder, 'unpacked', 'listens', '2023');
  const files = [
    write('unpacked/listens/2023/5.jsonl', may),
    write('unpacked/listens/2023/6.jsonl', june),
  ];

  const result = await listenbrainz.read([zip]);
  const events = [...result.events];
  expect(events).toHaveLength(2);
  expect(result.account.files).toEqual(['2023/5.jsonl', '2023/6.jsonl']);
  expect(result.account.ignored).toEqual(['user.json', 'feedback.jsonl']);
  expect(await eventsOf(listenbrainz, [path.join(folder, 'unpacked')])).toEqual(events);
  expect(await eventsOf(listenbrainz, [months])).toEqual(events);
  expect(await eventsOf(listenbrainz, files)).toEqual(events);
});
