import { TonearmError } from '../../../error.ts';
import type { StreamingEvent } from '../../../engines/spark/connect/streaming.ts';
import type { StreamQuery } from './stream-query.ts';

const className = /^(?:[\w$]+\.)+[\w$]+(?:Exception|Error): /;

/** What a Java exception says, and what the first of its causes says, without their stacks. */
export const saidOf = (exception: string): string => {
  const messages = exception
    .split(/^Caused by: /m)
    .map((part) => (part.split(/\n(?:\tat |=== Streaming Query ===)/, 1)[0] ?? '').trim());
  const [first = '', root = ''] = [messages[0], messages.at(-1)];
  const words = [first, ...(first.includes(root) ? [] : [root])];
  return words
    .map((text) => text.replace(className, '').replaceAll(/\s*\n\s*/g, ' '))
    .join(', caused by: ');
};

const hintOf = (said: string, errorClass: string | undefined, checkpoint: string): string =>
  /RecordTooLarge|larger than/.test(said)
    ? 'a pane is larger than the topic of the results takes: raise its max.message.bytes, or cut panes with --window-top'
    : errorClass?.startsWith('KAFKA_DATA_LOSS') === true
      ? 'records were removed before they were read, or the topic is another one of the same name: begin anew with another --state'
      : `look into the server's log; its checkpoint is ${checkpoint}`;

/** The failure of a query that ran. */
export const queryFailure = (
  { name, checkpoint }: StreamQuery,
  { exception = '', errorClass }: Extract<StreamingEvent, { readonly kind: 'terminated' }>,
): TonearmError =>
  new TonearmError('SPARK_FAILED', `the query of ${name} failed on Spark: ${saidOf(exception)}`, {
    facts: { query: name, checkpoint, ...(errorClass === undefined ? {} : { errorClass }) },
    hint: hintOf(exception, errorClass, checkpoint),
  });
