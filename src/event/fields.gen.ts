// Written by `npm run gen` from the TypeBox schema beside it.
import type { FieldName } from './schema.ts';

/** The rules of one field, in the words of JSON Schema, and whether it is required. */
export interface FieldSchema {
  readonly required: boolean;
  readonly type?: string;
  readonly [keyword: string]: unknown;
}

export const eventFields: Readonly<Record<FieldName, FieldSchema>> = {
  "event_id": {
    "required": true,
    "type": "string",
    "minLength": 1,
    "maxLength": 64,
    "description": "identity: a second event with the same id is a duplicate"
  },
  "event_time": {
    "required": true,
    "type": "string",
    "format": "date-time",
    "description": "when it happened: RFC 3339 with zone, microseconds kept, years 1900 to 2199"
  },
  "action": {
    "required": true,
    "enum": [
      "play",
      "pause",
      "resume",
      "skip",
      "complete",
      "stop"
    ],
    "description": "skip = the listener moved on; complete = the song reached its end; stop = anything else that ended the playback"
  },
  "user_id": {
    "required": true,
    "type": "string",
    "minLength": 1,
    "maxLength": 128,
    "description": "the listener"
  },
  "song_id": {
    "required": true,
    "type": "string",
    "minLength": 1,
    "maxLength": 128,
    "description": "the song"
  },
  "session_id": {
    "required": false,
    "type": "string",
    "minLength": 1,
    "maxLength": 128,
    "description": "the client's own idea of a session; not used for sessions"
  },
  "song_title": {
    "required": false,
    "type": "string",
    "minLength": 0,
    "maxLength": 512,
    "description": "title of the song"
  },
  "artist_id": {
    "required": false,
    "type": "string",
    "minLength": 0,
    "maxLength": 512,
    "description": "the artist; events without it form no row of popular artists"
  },
  "artist_name": {
    "required": false,
    "type": "string",
    "minLength": 0,
    "maxLength": 512,
    "description": "name of the artist"
  },
  "album_name": {
    "required": false,
    "type": "string",
    "minLength": 0,
    "maxLength": 512,
    "description": "name of the album"
  },
  "genre": {
    "required": false,
    "type": "string",
    "minLength": 0,
    "maxLength": 512,
    "description": "genre of the song"
  },
  "song_duration_ms": {
    "required": false,
    "type": "integer",
    "minimum": 1,
    "maximum": 86400000,
    "description": "length of the song"
  },
  "played_ms": {
    "required": false,
    "type": "integer",
    "minimum": 0,
    "maximum": 86400000,
    "description": "audio heard so far in this playback, pauses excluded; may exceed the length of the song"
  },
  "device": {
    "required": false,
    "type": "string",
    "pattern": "^[a-z0-9][a-z0-9 _-]{0,31}$",
    "description": "usual: mobile, desktop, web, tablet, speaker, tv, car, console, wearable"
  },
  "country": {
    "required": false,
    "type": "string",
    "pattern": "^[A-Z]{2}$",
    "description": "ISO 3166-1 alpha-2; the list is not checked"
  },
  "city": {
    "required": false,
    "type": "string",
    "minLength": 1,
    "maxLength": 128,
    "description": "city"
  }
};
