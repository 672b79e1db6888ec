import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf, TonearmError } from '../../error.ts';
import { type Chunks, openChunks, readChunks } from '../../intake/byte-source.ts';
import { checkKind } from './file-kind.ts';
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
  const { Decompress } = await import('fzstd');
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
  // Not even the frame of an empty file.
  if (!any) throw new Error('unexpected EOF');
  stream.push(new Uint8Array(0), true);
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

const unreadable = (file: InputFile, cause: unknown): TonearmError => {
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

/** Chunks that look at their first bytes and put failures of reading in words. */
const guarded = (file: InputFile, chunks: Chunks): Chunks => ({
  async open() {
    let atStart = true;
    const inWords = async <T>(action: () => Promise<T>): Promise<T> => {
      try {
        return await action();
      } catch (error) {
        throw unreadable(file, error);
      }
    };
    const source = await inWords(() => openChunks(chunks));
    return {
      async readInto(target) {
        const bytes = await inWords(() => source.readInto(target));
        if (atStart) checkKind(file, target.subarray(0, bytes));
        atStart = false;
        return bytes;
      },
      close: () => source.close(),
    };
  },
  async *[Symbol.asyncIterator]() {
    let atStart = true;
    try {
      for await (const chunk of chunks) {
        if (atStart) checkKind(file, chunk);
        atStart = false;
        yield chunk;
      }
    } catch (error) {
      throw unreadable(file, error);
    }
  },
});

const plainBytes = (file: InputFile, stored: Chunks): Chunks => {
  switch (file.compression) {
    case 'gzip':
      return gunzip(stored);
    case 'zstd':
      return unzstd(stored);
    case 'none':
      return stored;
  }
};

/**
 * The plain bytes of an input. `onBytes` hears of the bytes as they are stored, so that progress
 * can be told against the size of the file. Reading throws INPUT_UNREADABLE for what the file
 * system or the decompression refuses, a file that is cut short, and one of another kind.
 */
export const readBytes = (
  file: InputFile,
  stdin: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): Chunks =>
  guarded(
    file,
    plainBytes(
      file,
      file.path === undefined
        ? counted(file.content ?? stdin, onBytes)
        : readChunks(file.path, { onBytes }),
    ),
  );
