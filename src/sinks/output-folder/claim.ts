import { join } from 'node:path';
import type { ProcessMark } from '../../process-mark.ts';

/**
 * A run's claim on an output folder is a name beside it: the work folder
 * `.<name>.tonearm-<run id>.<pid>.<start>.<place>`, and with `.old` behind it the previous results
 * on their way out. The name says who holds it, so that making the folder and claiming are one step.
 */
export interface Claim {
  readonly runId: string;
  readonly mark: ProcessMark;
  /** Paths of the work folder and of the previous results; undefined where they are not there. */
  readonly work: string | undefined;
  readonly old: string | undefined;
}

const prefixOf = (name: string): string => `.${name}.tonearm-`;
const restPattern = /^([\w-]{1,64})\.(\d+)\.(\d+)\.([0-9a-f]{8})(\.old)?$/;

/** Whether a run id can stand in the name of a folder. */
export const isRunId = (runId: string): boolean => /^[\w-]{1,64}$/.test(runId);

/** The name of the work folder of a run. */
export const claimName = (
  name: string,
  runId: string,
  { pid, start, place }: ProcessMark,
): string => `${prefixOf(name)}${runId}.${pid}.${start}.${place}`;

/** The claims on the folder `name` among the names of its parent. */
export const claimsAmong = (
  parent: string,
  name: string,
  siblings: readonly string[],
): readonly Claim[] => {
  const prefix = prefixOf(name);
  const claims = new Map<string, Claim>();
  for (const sibling of siblings) {
    if (!sibling.startsWith(prefix)) continue;
    const match = restPattern.exec(sibling.slice(prefix.length));
    if (match === null) continue;
    const [, runId = '', pid = '', start = '', place = '', isOld] = match;
    const mark = { pid: Number(pid), start, place };
    const key = claimName(name, runId, mark);
    const known = claims.get(key) ?? { runId, mark, work: undefined, old: undefined };
    const path = join(parent, sibling);
    claims.set(key, isOld === undefined ? { ...known, work: path } : { ...known, old: path });
  }
  return [...claims.values()];
};
