import { TonearmError } from '../../error.ts';
import { hintOn, reasonOf } from '../../kafka/reason.ts';

/** How messages name the source. */
export interface SourceNames {
  /** The address, `kafka://host:9092/topic`. */
  readonly name: string;
  readonly topic: string;
}

const newState = 'to read what is there now, start with a new --state';

export const unreachable = ({ name }: SourceNames, cause: unknown): TonearmError =>
  new TonearmError('SOURCE_UNREACHABLE', `cannot reach ${name}: ${reasonOf(cause)}`, {
    facts: { source: name },
    cause,
    hint:
      hintOn(cause) ?? 'check that a broker runs there; `npm run kafka` starts one on this machine',
  });

export const topicMissing = ({ name, topic }: SourceNames): TonearmError =>
  new TonearmError('TOPIC_MISSING', `there is no topic ${topic} at ${name}`, {
    facts: { source: name, topic },
    hint: `to make it and fill it: tonearm produce --to ${name} --create-topic`,
  });

export const topicGone = ({ name, topic }: SourceNames): TonearmError =>
  new TonearmError('TOPIC_MISSING', `the topic ${topic} at ${name} was deleted while it was read`, {
    facts: { source: name, topic },
    hint: `the records that were read are kept in the state; ${newState} once there is a topic again`,
  });

export const topicReplaced = (
  { name, topic }: SourceNames,
  was: string,
  is: string,
): TonearmError =>
  new TonearmError('LOG_REPLACED', `the topic ${topic} at ${name} was deleted and made anew`, {
    facts: { source: name, topic, was, is },
    hint: newState,
  });

export const accessDenied = ({ name, topic }: SourceNames): TonearmError =>
  new TonearmError('SOURCE_UNREACHABLE', `the topic ${topic} at ${name} may not be read`, {
    facts: { source: name, topic },
    hint: 'give this user the right to read the topic',
  });

/** The broker itself found a batch broken. */
export const corruptOnDisk = (
  { name, topic }: SourceNames,
  partition: number,
  offset: number,
): TonearmError =>
  new TonearmError(
    'LOG_CORRUPT',
    `${name}: the broker cannot read its own log of partition ${partition} from offset ${offset} on`,
    {
      facts: { topic, partition, offset },
      hint: "nothing was skipped; look into the broker's log, and restore the partition from a replica",
    },
  );

export interface MissingRecords {
  readonly partition: number;
  readonly wanted: number;
  /** What is there: the first offset and the one behind the last. */
  readonly first: number;
  readonly end: number;
}

/** Records that were to come next are not there any more, or never were in this log. */
export const recordsGone = (
  { name, topic }: SourceNames,
  { partition, wanted, first, end }: MissingRecords,
): TonearmError => {
  const facts = { source: name, topic, partition, wanted, first, end };
  return wanted < first
    ? new TonearmError(
        'LOG_TRUNCATED',
        `${name}, partition ${partition}: records ${wanted} to ${first - 1} are gone before they were read; the first that is there is ${first}`,
        { facts, hint: `keep records longer (retention.ms of the topic); ${newState}` },
      )
    : new TonearmError(
        'LOG_TRUNCATED',
        `${name}, partition ${partition}: the log ends at ${end}, but was read up to ${wanted}`,
        { facts, hint: `the cluster has lost records that were read; ${newState}` },
      );
};
