import { option, toggled, withDefault, type CommandName } from '../option.ts';
import { path, toggle } from '../text-types.ts';

const all: readonly CommandName[] = [
  'batch',
  'stream',
  'produce',
  'live',
  'generate',
  'import',
  'config',
  'doctor',
];

export const generalOptions = {
  config: option({
    type: path('FILE'),
    defaultWords: 'tonearm.json here, if there is one',
    description: 'configuration file',
    group: 'General',
    commands: all,
    notInFile: true,
  }),
  json: toggled({
    description: 'prints one JSON document instead of text',
    group: 'General',
    commands: all,
    flagOnly: true,
  }),
  quiet: toggled({
    description: 'no progress and no notes, only results, warnings and errors',
    group: 'General',
    commands: all,
  }),
  verbose: toggled({
    description: 'tells more, and where an error comes from',
    group: 'General',
    commands: all,
  }),
  color: withDefault({
    type: toggle,
    default: true,
    description: 'no colours, as where NO_COLOR is set or the output is not a terminal',
    group: 'General',
    commands: all,
  }),
};
