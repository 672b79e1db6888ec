/** Why a row of an export gives no event: the closed list, in plain words. */
export const skipReasons = {
  malformed: 'not a record of this export (broken or of wrong types)',
  bad_time: 'a time that is none, or outside 1900 to 2199',
  bad_length: 'a listening time below zero or over one day',
  no_names: 'neither an id nor both artist and title',
  no_time: 'without a time of listening',
  now_playing: 'still playing when the export was made',
  podcast: 'podcast episodes',
  audiobook: 'audiobook chapters',
  video: 'videos',
  local_file: 'local files',
  no_track: 'without a track id',
  incognito: 'private session (--incognito includes them)',
  overlap: 'also in another file of this import',
} as const;

export type SkipReason = keyof typeof skipReasons;
