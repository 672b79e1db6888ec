import { isAbsolute, relative, sep } from 'node:path';
import { TonearmError } from '../../error.ts';
import type { KafkaAddress } from './address.ts';

/** A topic, or a folder or file by its real path: absolute, without symbolic links. */
export type Place = (
  | { readonly topic: KafkaAddress; readonly realPath?: never }
  | { readonly realPath: string; readonly topic?: never }
) & {
  /** The option, for messages: `--late file:late.ndjson`. */
  readonly given: string;
};

const hostOf = (host: string): string =>
  ['127.0.0.1', '::1'].includes(host) ? 'localhost' : host.toLowerCase();

const brokersOf = ({ brokers }: KafkaAddress): readonly string[] =>
  brokers.map(({ host, port }) => `${hostOf(host)} ${port}`);

const isSame = (left: Place, right: Place): boolean => {
  if (left.topic !== undefined && right.topic !== undefined) {
    const others = brokersOf(right.topic);
    return (
      left.topic.topic === right.topic.topic &&
      brokersOf(left.topic).some((broker) => others.includes(broker))
    );
  }
  return left.realPath !== undefined && left.realPath === right.realPath;
};

const isInside = (path: string, folder: string): boolean => {
  const way = relative(folder, path);
  return way !== '' && !isAbsolute(way) && way.split(sep)[0] !== '..';
};

const refuseSame = (left: Place, right: Place): void => {
  if (!isSame(left, right)) return;
  throw new TonearmError('USAGE', `${left.given} and ${right.given} name the same place`, {
    hint: 'give each a place of its own',
  });
};

/**
 * A stream that wrote where it reads, or two things to one place, would spoil both.
 * @throws TonearmError USAGE where two of the places are the same, or rows are to go into the
 *   folder of the log
 */
export const checkDistinct = (
  from: Place | undefined,
  /** Late and rejected rows. */
  rows: readonly Place[],
  others: readonly Place[],
): void => {
  const all = [...(from === undefined ? [] : [from]), ...others, ...rows];
  for (const [index, left] of all.entries()) {
    for (const right of all.slice(index + 1)) refuseSame(left, right);
  }
  if (from?.realPath === undefined) return;
  for (const place of rows) {
    if (place.realPath === undefined || !isInside(place.realPath, from.realPath)) continue;
    throw new TonearmError('USAGE', `${place.given} is inside the log of ${from.given}`, {
      hint: 'name a file outside of that folder',
    });
  }
};
