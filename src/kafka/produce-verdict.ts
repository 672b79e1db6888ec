import { protocolErrors, protocolErrorsCodesById } from './driver.ts';
import { TonearmError, type ErrorFacts } from '../error.ts';
import type { PartitionAnswer } from './produce-request.ts';

/** What follows from a broker's answer for a batch. */
export type Verdict = 'done' | 'again' | TonearmError;

const codes = {
  none: 0,
  messageTooLarge: 10,
  topicAuthorizationFailed: 29,
  /** It came while the client said again who it is, as brokers ask for now and then. */
  illegalSaslState: 34,
  outOfOrderSequence: 45,
  /** The broker has the batch since longer than it remembers where. */
  duplicateSequence: 46,
};

const hints: Readonly<Record<number, string>> = {
  [codes.messageTooLarge]:
    "raise the topic's max.message.bytes, or leave out lines that are so long",
  [codes.topicAuthorizationFailed]: 'give this user the right to write to the topic',
};

const nameOf = ({ code }: PartitionAnswer): string =>
  protocolErrorsCodesById[code] ?? `ERROR_${code}`;

/** What the broker says, in words. */
export const wordsOf = (answer: PartitionAnswer): string => {
  const name = nameOf(answer);
  return `${name}: ${answer.message ?? protocolErrors[name]?.message ?? 'no words'}`;
};

const refused = (answer: PartitionAnswer, facts: ErrorFacts): TonearmError => {
  const hint = hints[answer.code];
  return new TonearmError('SINK_FAILED', `the broker refused records: ${wordsOf(answer)}`, {
    facts: { ...facts, partition: answer.partition },
    ...(hint === undefined ? {} : { hint }),
  });
};

/** True where the broker's last number of the producer is not the one before the batch. */
export const isOutOfOrder = ({ code }: PartitionAnswer): boolean =>
  code === codes.outOfOrderSequence;

/**
 * Judges an answer for the first batch of a partition that is not acknowledged: a gap in the
 * numbers before it is one in the log.
 */
export const verdictOn = (answer: PartitionAnswer, facts: ErrorFacts): Verdict => {
  const { code } = answer;
  if (code === codes.none || code === codes.duplicateSequence) return 'done';
  if (code === codes.illegalSaslState) return 'again';
  return protocolErrors[nameOf(answer)]?.canRetry === true ? 'again' : refused(answer, facts);
};
