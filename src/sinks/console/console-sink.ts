import type { PaneLine } from '../../result/pane-line.ts';
import type { PaneSink } from '../pane-sink.ts';
import { createTextWriter } from '../text-output.ts';
import { type ConsoleOutput, createTerminal, type TerminalSize } from './terminal.ts';
import { throttled } from './throttle.ts';

/** What is drawn; the live view of `views/live` is one. */
export interface ConsoleView<Progress> {
  readonly update: (news: readonly PaneLine[] | Progress) => void;
  readonly frame: (size: TerminalSize) => readonly string[];
  readonly block: (pane: PaneLine, width: number) => readonly string[];
}

export interface ConsoleSinkOptions<Progress> {
  readonly out: ConsoleOutput;
  /** Asked for each frame; columns also where there is no terminal. */
  readonly size: () => TerminalSize;
  readonly view: ConsoleView<Progress>;
}

export interface ConsoleSink<Progress> extends PaneSink {
  /** Tells how the stream is doing; on a terminal some times a second, so that its clock goes on. */
  readonly progress: (progress: Progress) => void;
  /** Gives the terminal back at once, for a process that ends in any way; nothing is drawn after it. */
  readonly restore: () => void;
}

const frameMs = 200;
/** Lines that the shell takes below the last frame. */
const promptRows = 2;

/** A line that says no more is left out at the end of the last frame. */
const withoutBlanksAtEnd = (lines: readonly string[]): readonly string[] =>
  lines.slice(0, lines.findLastIndex((line) => line.trim() !== '') + 1);

const onTerminal = <Progress>({
  out,
  size,
  view,
}: ConsoleSinkOptions<Progress>): ConsoleSink<Progress> => {
  const terminal = createTerminal(out);
  const frames = throttled(() => {
    const now = size();
    terminal.draw(view.frame(now), now);
  }, frameMs);
  let over = false;
  const update = (news: readonly PaneLine[] | Progress): void => {
    view.update(news);
    if (!over) frames.ask();
  };
  const restore = (): void => {
    if (over) return;
    over = true;
    frames.stop();
    terminal.leave();
  };
  return {
    name: 'the terminal',
    deliver: (panes) => {
      if (panes.length > 0) update(panes);
      return Promise.resolve();
    },
    progress: update,
    restore,
    close: () => {
      if (!over) {
        restore();
        // What was last to be seen stays when the screen of its own is gone.
        const { columns, rows } = size();
        const frame = view.frame({ columns, rows: rows - promptRows });
        out.write(`${withoutBlanksAtEnd(frame).join('\n')}\n`);
      }
      return Promise.resolve();
    },
  };
};

const inBlocks = <Progress>({
  out,
  size,
  view,
}: ConsoleSinkOptions<Progress>): ConsoleSink<Progress> => {
  const name = 'standard output';
  const writer = createTextWriter(out, name);
  function* blocksOf(panes: readonly PaneLine[]): Generator<string> {
    for (const pane of panes) {
      if (!pane.final) continue;
      const lines = view.block(pane, size().columns);
      if (lines.length > 0) yield `${lines.join('\n')}\n\n`;
    }
  }
  return {
    name,
    deliver: (panes) => writer.write(blocksOf(panes)),
    progress: view.update,
    restore: () => undefined,
    close: () => Promise.resolve(),
  };
};

/**
 * Shows panes to people: on a terminal as a picture that is drawn again at most five times a
 * second, elsewhere final panes as blocks of text; there `deliver` throws SINK_GONE where the
 * reader has gone.
 */
export const createConsoleSink = <Progress>(
  options: ConsoleSinkOptions<Progress>,
): ConsoleSink<Progress> => (options.out.isTerminal ? onTerminal(options) : inBlocks(options));
