/** A way to spoil a line, and the reason for which the decoder must reject it. */
export type Malformation = {
  readonly reason: string;
  /** How often among malformed lines. */
  readonly weight: number;
  /** The line without its end, from the text of a good one; it holds no line feed. */
  readonly spoil: (line: string) => string | Uint8Array;
};

const spoiled = (
  reason: string,
  spoil: (line: string) => string | Uint8Array,
  weight = 1,
): Malformation => ({ reason, spoil, weight });

/** Replaces the value of a field of a good line, or takes the field away. */
const withField =
  (field: string, json: string | undefined) =>
  (line: string): string => {
    const member = new RegExp(`"${field}":(?:"(?:[^"\\\\]|\\\\.)*"|[^,}]*)`);
    if (json === undefined)
      return line.replace(new RegExp(`${member.source},|,${member.source}`), '');
    const value = `"${field}":${json}`;
    return member.test(line)
      ? line.replace(member, () => value)
      : line.replace(/\}$/, () => `,${value}}`);
  };

const withInvalidUtf8 = (line: string): Uint8Array => {
  const bytes = new TextEncoder().encode(withField('song_title', '"caf??"')(line));
  const at = bytes.indexOf(0x3f);
  bytes[at] = 0xc3;
  bytes[at + 1] = 0x28;
  return bytes;
};

/** All ways; a generated line holds an index of this list. Oversize ones are rare: they are long. */
export const malformations: readonly Malformation[] = [
  spoiled('json', (line) => line.slice(0, Math.floor(line.length * 0.6)), 4),
  spoiled('json', () => 'connection reset by peer'),
  spoiled('json', () => '["play", "u1", "s1"]'),
  spoiled('json', () => 'null'),
  spoiled('json', (line) => `${line.slice(0, -1)},}`),
  spoiled('json', withField('played_ms', 'NaN')),
  spoiled('json', withInvalidUtf8),
  spoiled('json', withField('song_title', '"half \\ud83c a note"')),
  spoiled('missing:event_id', withField('event_id', undefined)),
  spoiled('missing:event_time', withField('event_time', 'null')),
  spoiled('missing:action', withField('action', undefined)),
  spoiled('missing:user_id', withField('user_id', undefined)),
  spoiled('missing:song_id', withField('song_id', undefined)),
  spoiled('type:event_time', withField('event_time', '1793491200000')),
  spoiled('type:action', withField('action', '3')),
  spoiled('type:user_id', withField('user_id', '{"id":7}')),
  spoiled('type:song_duration_ms', withField('song_duration_ms', '215000.5')),
  spoiled('type:played_ms', withField('played_ms', '"31000"')),
  spoiled('value:event_time', withField('event_time', '"2026-13-01T10:00:00Z"')),
  spoiled('value:event_time', withField('event_time', '"2026-10-30T10:00:60Z"')),
  spoiled('value:event_time', withField('event_time', '"2026-10-30 10:00:00Z"')),
  spoiled('value:event_time', withField('event_time', '"yesterday"')),
  spoiled('value:action', withField('action', '"rewind"')),
  spoiled('value:user_id', withField('user_id', '""')),
  spoiled('value:song_id', withField('song_id', `"${'s'.repeat(129)}"`)),
  spoiled('value:song_duration_ms', withField('song_duration_ms', '0')),
  spoiled('value:played_ms', withField('played_ms', '-1')),
  spoiled('value:device', withField('device', '"Smart TV!"')),
  spoiled('value:country', withField('country', '"Germany"')),
  spoiled('oversize', withField('song_title', `"${'la '.repeat(22_000)}"`), 0.3),
];
