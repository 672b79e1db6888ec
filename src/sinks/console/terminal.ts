/** What the console needs of standard output. */
export interface ConsoleOutput {
  /** `done` is called when the text has been handed on. */
  readonly write: (text: string, done?: (error?: Error | null) => void) => void;
  readonly isTerminal: boolean;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** Another screen without cursor and line wrap; and back. */
const enter = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const leave = '\u001b[?7h\u001b[?25h\u001b[?1049l';
const clear = '\u001b[2J';
/** Terminals that know it show what stands between at once; the others ignore it. */
const together = (text: string): string => `\u001b[?2026h${text}\u001b[?2026l`;

/** Cleared first: behind a line of full width the cursor stands on its last cell. */
const lineAt = (row: number, text: string): string =>
  `\u001b[${row + 1};1H\u001b[K${text}\u001b[0m`;

/** Draws frames on a screen of its own. */
export interface Terminal {
  /** Only the lines that are not as they were are written. */
  readonly draw: (lines: readonly string[], size: TerminalSize) => void;
  /** Gives the terminal back as it was. Can be called at any time, also twice. */
  readonly leave: () => void;
}

export const createTerminal = (out: Pick<ConsoleOutput, 'write'>): Terminal => {
  let shown: readonly string[] | undefined;
  let drawn: TerminalSize = { columns: 0, rows: 0 };
  return {
    draw: (lines, size) => {
      const resized = size.columns !== drawn.columns || size.rows !== drawn.rows;
      const before = resized ? [] : (shown ?? []);
      const changed = lines.flatMap((line, row) =>
        line === before[row] ? [] : [lineAt(row, line)],
      );
      const start = (shown === undefined ? enter : '') + (resized ? clear : '');
      if (start !== '' || changed.length > 0) out.write(together(start + changed.join('')));
      shown = lines;
      drawn = size;
    },
    leave: () => {
      if (shown !== undefined) out.write(leave);
      shown = undefined;
      drawn = { columns: 0, rows: 0 };
    },
  };
};
