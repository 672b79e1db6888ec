import { open } from 'node:fs/promises';

/** Bytes that are read into a place that the reader chooses. */
export interface ByteSource {
  /** Fills the start of the target; returns how many bytes, 0 at the end. */
  readInto(target: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/** Chunks that can also be read without a copy. */
export interface Chunks extends AsyncIterable<Uint8Array> {
  open?(): Promise<ByteSource>;
}

/** Bytes that a plain iteration reads at a time. */
const chunkBytes = 1 << 20;

export interface ReadChunksOptions {
  /** Hears of the bytes that were read, for progress. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/**
 * The bytes of a file. An intake reads them straight to where it decodes them; whoever iterates
 * gets fresh chunks. Throws what the file system throws.
 */
export const readChunks = (path: string, { onBytes }: ReadChunksOptions = {}): Chunks => {
  const openFile = async (): Promise<ByteSource> => {
    const file = await open(path, 'r');
    return {
      async readInto(target) {
        const { bytesRead } = await file.read(target, 0, target.length, null);
        onBytes?.(bytesRead);
        return bytesRead;
      },
      close: () => file.close(),
    };
  };
  return {
    open: openFile,
    async *[Symbol.asyncIterator]() {
      const file = await openFile();
      try {
        for (;;) {
          const chunk = Buffer.allocUnsafe(chunkBytes);
          const bytes = await file.readInto(chunk);
          if (bytes === 0) return;
          yield chunk.subarray(0, bytes);
        }
      } finally {
        await file.close();
      }
    },
  };
};

const copyFrom = (chunks: AsyncIterable<Uint8Array>): ByteSource => {
  const iterator = chunks[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  return {
    async readInto(target) {
      while (rest.length === 0) {
        const { done, value } = await iterator.next();
        if (done === true) return 0;
        rest = value;
      }
      const part = rest.subarray(0, target.length);
      target.set(part);
      rest = rest.subarray(part.length);
      return part.length;
    },
    close: async () => void (await iterator.return?.()),
  };
};

/** The shortest way to the bytes of these chunks. */
export const openChunks = async (chunks: Chunks): Promise<ByteSource> =>
  chunks.open === undefined ? copyFrom(chunks) : chunks.open();
