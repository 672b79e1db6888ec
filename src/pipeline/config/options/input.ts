import { inputFormats } from '../../batch-options.ts';
import { option, withDefault } from '../option.ts';
import { oneOf, path } from '../text-types.ts';
import { dateOrInstant } from '../time-types.ts';

export const inputOptions = {
  inputFormat: withDefault({
    type: oneOf('FORMAT', inputFormats),
    default: 'ndjson',
    description: 'format of standard input (-); files tell theirs by extension',
    group: 'Input',
    commands: ['batch', 'config'],
  }),
  map: option({
    type: path('FILE'),
    description: 'JSON file that says where input of another schema has the fields of the event',
    group: 'Input',
    commands: ['batch', 'stream', 'config'],
  }),
  since: option({
    type: dateOrInstant,
    description: 'leaves out events before this time; a date begins in the time zone',
    group: 'Input',
    commands: ['batch', 'config'],
  }),
  until: option({
    type: dateOrInstant,
    description: 'leaves out events at and after this time',
    group: 'Input',
    commands: ['batch', 'config'],
  }),
};
