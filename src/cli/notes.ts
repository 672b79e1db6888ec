import { visible } from '../views/format/visible.ts';
import type { Output } from './host.ts';
import { progressLine, type Stage } from './progress-line.ts';

/** What is told beside the results, on standard error. */
export interface Notes {
  readonly progress: (stage: Stage) => void;
  /** Draws the last stage again: its clock runs on where nothing is counted. */
  readonly tick: () => void;
  /** Not with --quiet. */
  readonly note: (text: string) => void;
  readonly warn: (text: string) => void;
  /** Progress is over: removes its line. */
  readonly end: () => void;
}

const redrawMs = 100;
const plainMs = 5000;
const clearLine = '\r\u001b[K';

/**
 * Progress as one line that is drawn again at most ten times a second on a terminal, elsewhere as
 * a plain line every five seconds, with `quiet` not at all. The cursor is never hidden, so that
 * there is nothing to bring back whatever way the process ends.
 */
export const notesTo = (output: Output, quiet: boolean, clock: () => number): Notes => {
  const interval = output.isTerminal ? redrawMs : plainMs;
  let current: Stage | undefined;
  let began = 0;
  let eventsBefore = 0;
  let last = clock();
  let drawn = false;
  const clear = (): void => {
    if (drawn) output.write(clearLine);
    drawn = false;
  };
  const draw = (stage: Stage): void => {
    const now = clock();
    if (now - last < interval) return;
    last = now;
    const line = progressLine(stage, stage.events - eventsBefore, now - began);
    drawn = output.isTerminal;
    output.write(drawn ? `\r${line.slice(0, (output.columns ?? 80) - 1)}\u001b[K` : `${line}\n`);
  };
  return {
    progress: (stage) => {
      if (quiet) return;
      if (stage.label !== current?.label) {
        began = clock();
        eventsBefore = stage.events;
      }
      current = stage;
      draw(stage);
    },
    tick: () => {
      if (current !== undefined) draw(current);
    },
    note: (text) => {
      if (quiet) return;
      clear();
      output.write(`${visible(text)}\n`);
    },
    warn: (text) => {
      clear();
      output.write(`tonearm: warning: ${visible(text)}\n`);
    },
    end: () => {
      current = undefined;
      clear();
    },
  };
};
