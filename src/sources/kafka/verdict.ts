/** What an error code of a fetch asks for. */
export type Verdict =
  /** Somebody else leads, or nobody; or the topic is another one. */
  'ask again who leads' | 'see which offsets there are' | 'corrupt' | 'denied' | 'try again';

const codes: Readonly<Record<number, Verdict>> = {
  1: 'see which offsets there are',
  2: 'corrupt',
  3: 'ask again who leads',
  5: 'ask again who leads',
  6: 'ask again who leads',
  9: 'ask again who leads',
  29: 'denied',
  56: 'ask again who leads',
  74: 'ask again who leads',
  75: 'ask again who leads',
  100: 'ask again who leads',
  103: 'ask again who leads',
};

/** Codes that are not listed pass by themselves: time-outs, offsets not yet known, quotas. */
export const verdictOf = (code: number): Verdict => codes[code] ?? 'try again';
