import type { WritableCodec } from '../../kafka/writable-codecs.ts';
import type { GeneratorOptions } from '../../sources/generator/options.ts';
import type { Address } from '../config/address.ts';
import type { KafkaAccess } from '../kafka-access.ts';

/** What is sent. */
export type Feed =
  /** Generated events as `generate` makes them, as fast as they are taken. */
  | { readonly kind: 'generated'; readonly generator: GeneratorOptions }
  /** Generated events of now, so many a second; `events` undefined: until the run is stopped. */
  | {
      readonly kind: 'live';
      readonly rate: number;
      readonly events: number | undefined;
      readonly generator: Omit<GeneratorOptions, 'events' | 'end' | 'days'>;
    }
  /** Lines of files as they are: as fast as they are taken, at a rate, or at their own pace. */
  | {
      readonly kind: 'files';
      readonly inputs: readonly string[];
      readonly rate: number | undefined;
      readonly speed: number | undefined;
    };

export interface ProduceOptions {
  readonly to: Address;
  /** Undefined where it is not Kafka. */
  readonly kafka: KafkaAccess | undefined;
  readonly feed: Feed;
  readonly partitions: number | undefined;
  readonly createTopic: boolean;
  readonly codec: WritableCodec;
  /** Where the truth about generated events is written, as JSON. */
  readonly truthPath: string | undefined;
}

export interface SendProgress {
  readonly records: number;
  readonly unacknowledged: number;
  /** Part that is done, 0 to 1; undefined where there is no end. */
  readonly share: number | undefined;
}

/** The effects that producing needs from outside. */
export interface ProduceHost {
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Microseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
  /** Waits so many milliseconds; ends early where the signal asks to stop. */
  readonly pause: (ms: number) => Promise<void>;
  readonly newId: () => string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SendProgress) => void;
  /** Outages and their ends, one sentence each. */
  readonly onNotice: (text: string) => void;
}
