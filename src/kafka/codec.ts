import { compressionsAlgorithms } from './driver.ts';
import { decompress as unpackZstd } from 'fzstd';
import { unpackSnappy } from './codec-snappy.ts';

/** The codecs of record batches by their number on the wire. */
export const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

export type Codec = (typeof codecs)[number];

/** Node has zstd from 22.15 on; before, a library in plain JavaScript does it. */
const zstd = (packed: Buffer): Buffer => {
  if (compressionsAlgorithms.zstd.available) {
    return compressionsAlgorithms.zstd.decompressSync(packed);
  }
  const bytes = unpackZstd(packed);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
};

/** The records of a batch. @throws what the codec throws where the bytes are not its own */
export const decompress = (codec: Codec, packed: Buffer): Buffer => {
  switch (codec) {
    case 'none':
      return packed;
    case 'gzip':
      return compressionsAlgorithms.gzip.decompressSync(packed);
    case 'snappy':
      return unpackSnappy(packed);
    case 'lz4':
      return compressionsAlgorithms.lz4.decompressSync(packed);
    case 'zstd':
      return zstd(packed);
  }
};
