import { fieldTable } from '../src/event/docs-table.ts';

/** The reference page of the event, in Markdown, from its schema. */
export const eventPage = (): string =>
  [
    '<!-- Made by `npm run gen` from src/event/schema.ts. -->',
    '',
    '# The event, version 1',
    '',
    'One JSON object per line, UTF-8, at most 65,536 bytes. Lengths count code points, `null` equals',
    'absent, unknown fields are ignored. Integers may be written `3`, `3.0` or `3e0`. The JSON Schema',
    'is [`event.schema.json`](../../schemas/event.schema.json).',
    '',
    'A playback is one play of one song: `play`, perhaps `pause` and `resume`, then one of `skip`,',
    '`complete` and `stop`. How files are read, and what is rejected: [input](../input.md).',
    '',
    fieldTable(),
  ].join('\n');
