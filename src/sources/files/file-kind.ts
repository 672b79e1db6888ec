import { TonearmError } from '../../error.ts';
import type { InputFile } from './input-file.ts';

const signatures: readonly (readonly [kind: string, bytes: readonly number[], advice: string])[] = [
  ['Parquet', [0x50, 0x41, 0x52, 0x31], 'name it .parquet'],
  ['gzip', [0x1f, 0x8b, 0x08], 'end its name in .gz, or decompress what is piped in'],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd], 'end its name in .zst, or decompress what is piped in'],
  ['a zip archive', [0x50, 0x4b, 0x03, 0x04], 'unpack it; `tonearm import` reads exports in it'],
];

/**
 * Throws INPUT_UNREADABLE where the first bytes are those of another kind of file, of which every
 * line would only be rejected.
 */
export const checkKind = (file: InputFile, head: Uint8Array): void => {
  const other = signatures.find(([, bytes]) => bytes.every((byte, at) => head[at] === byte));
  if (other === undefined) return;
  const [kind, , advice] = other;
  throw new TonearmError(
    'INPUT_UNREADABLE',
    `${file.name} is ${kind}, not ${file.kind === 'csv' ? 'CSV' : 'NDJSON'}`,
    { facts: { input: file.name }, hint: advice },
  );
};
