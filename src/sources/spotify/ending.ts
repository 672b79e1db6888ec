const skipButtons: ReadonlySet<unknown> = new Set(['fwdbtn', 'nextbtn', 'backbtn']);
const otherChoices: ReadonlySet<unknown> = new Set(['clickrow', 'endplay']);

/**
 * How a playback ended, from `reason_end` and `skipped`: `trackdone` completes; a button that
 * leaves the song skips, whatever `skipped` says (it is null in old files); the choice of
 * another song skips where Spotify has marked it as skipped; all else stops: logout, error,
 * exit, unknown.
 */
export const endingAction = (
  reasonEnd: unknown,
  skipped: unknown,
): 'complete' | 'skip' | 'stop' => {
  if (reasonEnd === 'trackdone') return 'complete';
  if (skipButtons.has(reasonEnd)) return 'skip';
  return otherChoices.has(reasonEnd) && skipped === true ? 'skip' : 'stop';
};
