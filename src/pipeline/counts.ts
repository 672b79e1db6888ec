import type { InputSummary } from '../result/summary.ts';

/** What has been read so far; the one mutable account of a run. */
export interface Account {
  read: number;
  readonly rejected: Map<string, number>;
  readonly inputs: InputSummary[];
}

export const newAccount = (): Account => ({ read: 0, rejected: new Map(), inputs: [] });

export const countRejected = (account: Account, reason: string): void => {
  account.rejected.set(reason, (account.rejected.get(reason) ?? 0) + 1);
};

/** Numbers of rejected events, the commonest reason first. */
export const rejectedByReason = ({ rejected }: Account): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...rejected].sort(([left, many], [right, more]) => more - many || (left < right ? -1 : 1)),
  );
