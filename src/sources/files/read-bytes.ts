import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { messageOf, TonearmError } from '../../error.ts';
import { type Chunks, readChunks } from '../../intake/byte-source.ts';
import type { InputFile } from './input-file.ts';

async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const failures: unknown[] = [];
  const out = pipeline(
    Readable.from(chunks, { objectMode: true }),
    createGunzip({ chunkSize: 1 << 20 }),
    (error) => {
      if (error) failures.push(error);
    },
  );
  for await (const chunk of out) yield chunk as Uint8Array;
  if (failures.length > 0) throw failures[0];
}

async function* unzstd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const stream = new Decompress((chunk) => {
    if (chunk.length > 0) ready.push(chunk);
  });
  let any = false;
  for await (const chunk of chunks) {
    any = true;
    stream.push(chunk);
    yield* ready.splice(0);
  }
  if (any) stream.push(new Uint8Array(0), true);
  yield* ready.splice(0);
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** The error of a file that cannot be read to its end. */
export const unreadableInput = (file: InputFile, cause: unknown): TonearmError => {
  if (cause instanceof TonearmError) return cause;
  const cut = /unexpected end|EOF/i.test(messageOf(cause));
  return new TonearmError('INPUT_UNREADABLE', `cannot read ${file.name}: ${messageOf(cause)}`, {
    facts: { input: file.name },
    cause,
    hint: cut
      ? 'the compressed file is cut short; fetch or compress it again'
      : 'check that the file is whole, readable and of the kind that its name says',
  });
};

/**
 * The plain bytes of an input. `onBytes` hears of the bytes as they are stored, so that progress
 * can be told against the size of the file. Reading throws what the file system or the
 * decompression throws (`unreadableInput` puts it in words), also for a file that is cut short.
 */
export const readBytes = (
  file: InputFile,
  stdin: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): Chunks => {
  const stored =
    file.path === undefined ? counted(stdin, onBytes) : readChunks(file.path, { onBytes });
  switch (file.compression) {
    case 'gzip':
      return gunzip(stored);
    case 'zstd':
      return unzstd(stored);
    case 'none':
      return stored;
  }
};
