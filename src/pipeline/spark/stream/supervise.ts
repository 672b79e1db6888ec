import { TonearmError } from '../../../error.ts';

/** So often in a row a run may fail without having done anything in between. */
const mostFailures = 6;
const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

/** What another try cannot mend: Spark's error classes, and what they begin with. */
const lasting =
  /^(KAFKA_DATA_LOSS|STREAMING_CHECKPOINT_|STATE_STORE_(?!.*FETCH)|STATEFUL_PROCESSOR|UNSUPPORTED_|CONCURRENT_STREAM_LOG_UPDATE|MISMATCHED_|INVALID_CHECKPOINT)/;

interface Past {
  readonly hasOpened: boolean;
  readonly hasWorked: boolean;
}

const passes = (error: unknown, { hasOpened, hasWorked }: Past): error is TonearmError => {
  if (!(error instanceof TonearmError)) return false;
  switch (error.code) {
    case 'SPARK_UNREACHABLE':
    case 'SPARK_SESSION_LOST':
      // Somebody who has just typed a wrong address wants to hear it at once.
      return hasOpened;
    case 'SOURCE_UNREACHABLE':
      return hasWorked;
    case 'INTERRUPTED':
      // By somebody else: an administrator, the server as it ends.
      return hasOpened;
    case 'SPARK_FAILED':
      // What has never started never will.
      if (error.facts['phase'] === 'start' && !hasWorked) return false;
      return !lasting.test(String(error.facts['errorClass'] ?? ''));
    default:
      return false;
  }
};

const gaveUp = (error: TonearmError, failures: number): TonearmError =>
  new TonearmError(error.code, `${error.message} (${failures} times in a row)`, {
    facts: error.facts,
    cause: error,
    hint: `${error.hint === undefined ? '' : `${error.hint}; `}the same command goes on from the checkpoint when that is mended`,
  });

/** How far an attempt has come. */
export interface AttemptWatch {
  /** Spark was there. */
  readonly opened: () => void;
  /** All queries have gone on: failures from now on are counted anew. */
  readonly worked: () => void;
}

export interface Supervision {
  /** Runs until the end or a failure. */
  readonly attempt: (watch: AttemptWatch) => Promise<void>;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onNotice: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs again what failed for a reason that may pass, after waits that double, until it ends, the
 * signal fires, or it has failed six times without doing anything in between.
 * @throws TonearmError the last failure
 */
export const supervise = async ({
  attempt,
  sleep,
  onNotice,
  signal,
}: Supervision): Promise<void> => {
  let failures = 0;
  let hasOpened = false;
  let hasWorked = false;
  for (;;) {
    try {
      await attempt({
        opened: () => (hasOpened = true),
        worked: () => {
          hasWorked = true;
          failures = 0;
        },
      });
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (!passes(error, { hasOpened, hasWorked })) throw error;
      failures += 1;
      if (failures >= mostFailures) throw gaveUp(error, failures);
      const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1));
      onNotice(`${error.message}; goes on from the checkpoint in ${waitMs / 1000} s`);
      await sleep(waitMs, signal).catch(() => undefined);
      if (signal.aborted) return;
    }
  }
};
