import { inputFormats, tableFormats } from '../../batch-options.ts';
import { option, toggled, withDefault } from '../option.ts';
import { folderOrUri, oneOf, path, someOf } from '../text-types.ts';

export const outputOptions = {
  out: withDefault({
    type: folderOrUri,
    default: '/tmp/music_analytics',
    description:
      'folder for the results; results of an earlier run there are replaced at the end; with --engine spark perhaps one of the cluster, as a URI',
    group: 'Output',
    commands: ['batch', 'config'],
  }),
  format: withDefault({
    type: someOf('FORMAT,…', tableFormats),
    default: ['parquet', 'csv'] as const,
    description: `files that each table is written to: ${tableFormats.join(', ')}`,
    group: 'Output',
    commands: ['batch', 'config'],
  }),
  explain: toggled({
    description: 'prints the SQL of each table and runs nothing',
    group: 'Output',
    commands: ['batch'],
    flagOnly: true,
  }),
  outFile: option({
    type: path('PATH'),
    flag: 'out',
    description: 'file to write: .ndjson, .csv (also .gz) or .parquet; replaced where it exists',
    group: 'Output',
    commands: ['generate', 'import'],
    flagOnly: true,
    required: true,
  }),
  fileFormat: option({
    type: oneOf('FORMAT', inputFormats),
    flag: 'format',
    defaultWords: 'by the extension',
    description: `format of the file: ${inputFormats.join(', ')}`,
    group: 'Output',
    commands: ['generate', 'import'],
    flagOnly: true,
  }),
  truth: option({
    type: path('FILE'),
    description: 'writes what was generated as JSON: the answers that an analysis must give',
    group: 'Output',
    commands: ['generate', 'produce'],
    flagOnly: true,
  }),
};
