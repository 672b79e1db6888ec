import { expect, test } from 'vitest';
import { createDecoder } from '../../event/decode.ts';
import { malformations } from './malformations.ts';

const full =
  '{"event_id":"e","event_time":"2026-10-30T10:00:00.000001Z","action":"play","user_id":"u1",' +
  '"song_id":"s1","session_id":"x1","song_title":"12\\" {Cut}, \\\\","artist_id":"a1",' +
  '"artist_name":"N","album_name":"A","genre":"pop","song_duration_ms":1000,"played_ms":1,' +
  '"device":"web","country":"DE","city":"Köln"}';
const least =
  '{"event_id":"e","event_time":"2026-10-30T10:00:00Z","action":"play","user_id":"u1","song_id":"s1"}';

const lines = malformations.flatMap(({ reason, spoil }, kind) => [
  { kind, reason, of: 'full', line: spoil(full) },
  { kind, reason, of: 'least', line: spoil(least) },
]);

test.each(lines)('way $kind to spoil a $of line is rejected as $reason', ({ reason, line }) => {
  const bytes = typeof line === 'string' ? new TextEncoder().encode(line) : line;
  expect(bytes.includes(0x0a)).toBe(false);
  const decoded = createDecoder().decodeLine(bytes);
  expect(decoded.ok ? 'accepted' : decoded.reason).toBe(reason);
});

test('every reason a line of NDJSON can have is covered, required fields one by one', () => {
  const reasons = new Set(malformations.map(({ reason }) => reason));
  for (const field of ['event_id', 'event_time', 'action', 'user_id', 'song_id']) {
    expect(reasons).toContain(`missing:${field}`);
  }
  expect(reasons).toContain('json');
  expect(reasons).toContain('oversize');
});
