/** Takes events as records into the partitions of a log; `produce` writes to it. */
export interface RecordSink {
  /** For messages: the address. */
  readonly name: string;
  readonly partitions: number;
  /**
   * Adds one record; its partition follows from the key (murmur2 as Kafka's own clients; records
   * without a key take turns). Buffers: `ready` tells when to go on.
   */
  add(key: Uint8Array | null, value: Uint8Array): void;
  /**
   * As `add`, without an object per record: the value is what `bytes` hold from `from` to before
   * `to`, the key what they hold from `keyFrom` to before `keyTo`; no key where `keyFrom` is -1.
   */
  addSlice(bytes: Uint8Array, keyFrom: number, keyTo: number, from: number, to: number): void;
  /** Undefined where more may be added at once. */
  ready(): Promise<void> | undefined;
  /** Sends what is buffered and waits until all of it is acknowledged. */
  flush(): Promise<void>;
  /** Records that were acknowledged, and those added and not yet acknowledged. */
  counts(): { readonly acknowledged: number; readonly pending: number };
  close(): Promise<void>;
}
