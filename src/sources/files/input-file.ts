export type InputKind = 'ndjson' | 'csv' | 'parquet';
export type Compression = 'none' | 'gzip' | 'zstd';

/** One file to read, or stdin (`path` is undefined). */
export interface InputFile {
  readonly path: string | undefined;
  /** Its bytes as they are stored, where they come from elsewhere. */
  readonly content?: AsyncIterable<Uint8Array>;
  /** How the input is named in rejected rows, errors and the manifest. */
  readonly name: string;
  readonly kind: InputKind;
  readonly compression: Compression;
  /** Undefined for stdin. */
  readonly bytes: number | undefined;
}

const kinds: Readonly<Record<string, InputKind>> = {
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  json: 'ndjson',
  csv: 'csv',
  parquet: 'parquet',
};

const compressions: Readonly<Record<string, Compression>> = { gz: 'gzip', zst: 'zstd' };

/** Kind and compression by extension, for example of `events.ndjson.gz`; undefined for other files. */
export const kindOf = (
  name: string,
): { readonly kind: InputKind; readonly compression: Compression } | undefined => {
  const parts = name.toLowerCase().split('.');
  const last = parts.at(-1) ?? '';
  const compression = compressions[last] ?? 'none';
  const kind = kinds[(compression === 'none' ? last : parts.at(-2)) ?? ''];
  if (parts.length < 2 || kind === undefined) return undefined;
  return kind === 'parquet' && compression !== 'none' ? undefined : { kind, compression };
};
