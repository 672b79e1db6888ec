/** Codecs that batches can be written with; here without the client, for those who only name them. */
export const writableCodecs = ['none', 'gzip', 'snappy', 'lz4'] as const;

export type WritableCodec = (typeof writableCodecs)[number];
