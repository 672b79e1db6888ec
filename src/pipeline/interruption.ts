import { TonearmError } from '../error.ts';

/** Throws INTERRUPTED once the run has been asked to stop. */
export const stopIfAborted = (signal: AbortSignal): void => {
  if (signal.aborted) throw new TonearmError('INTERRUPTED', 'interrupted; nothing was replaced');
};
