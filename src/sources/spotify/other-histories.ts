import type { ExportFormat } from '../importing/export-format.ts';
import { parseJsonArray } from '../importing/file-content.ts';
import type { SkipReason } from '../importing/skip-reason.ts';

/** Histories that are not of songs: every row is counted and skipped. */
const other = (name: string, pattern: RegExp, reason: SkipReason): ExportFormat => ({
  name,
  capabilities: null,
  recognise: (file) => (pattern.test(file.name) ? file.name : null),
  rows: parseJsonArray,
  playback: () => reason,
});

export const otherHistories: readonly ExportFormat[] = [
  other('video history', /^(?:Streaming_History_Video_|endvideo_).*\.json$/i, 'video'),
  other('podcast history', /^StreamingHistory_podcast.*\.json$/i, 'podcast'),
  other('audiobook history', /^StreamingHistory_audiobook.*\.json$/i, 'audiobook'),
];
