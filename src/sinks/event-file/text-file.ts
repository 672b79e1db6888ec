import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Batches } from './batches.ts';

const writePlain = async (path: string, batches: Batches<Uint8Array>): Promise<void> => {
  const file = await open(path, 'w');
  try {
    for await (const bytes of batches) {
      let written = 0;
      while (written < bytes.length) {
        written += (await file.write(bytes, written, bytes.length - written)).bytesWritten;
      }
    }
  } finally {
    await file.close();
  }
};

/** A stream may hold a batch for longer than the batch is valid. */
async function* copies(batches: Batches<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const bytes of batches) yield bytes.slice();
}

const writeGzip = (path: string, batches: Batches<Uint8Array>): Promise<void> =>
  pipeline(Readable.from(copies(batches)), createGzip(), createWriteStream(path));

/** Writes batches of bytes one after the other; each is used up before the next is asked for. */
export const writeTextFile = (
  path: string,
  batches: Batches<Uint8Array>,
  compressed: boolean,
): Promise<void> => (compressed ? writeGzip(path, batches) : writePlain(path, batches));
