import { TonearmError } from '../error.ts';

/** Where in the log a batch stands. */
export interface BatchPlace {
  readonly topic: string;
  readonly partition: number;
  /** The first offset of the batch. */
  readonly offset: number;
}

/** The error of a batch that cannot be read: nothing after it is, until somebody has decided. */
export const corrupt = (place: BatchPlace, what: string, cause?: unknown): TonearmError =>
  new TonearmError(
    'LOG_CORRUPT',
    `topic ${place.topic}, partition ${place.partition}, the record batch at offset ${place.offset}: ${what}`,
    {
      facts: { ...place },
      cause,
      hint:
        'nothing was skipped; to go on without these records, delete the partition up to behind them ' +
        '(kafka-delete-records) and start with a new --state and --start earliest',
    },
  );
