import type { Line } from '../format/line.ts';

/** A titled part of the frame that can be drawn with more or fewer rows. */
export interface Panel {
  readonly name: string;
  /** Comes in as soon as its fewest rows fit; others wait until these are comfortable. */
  readonly first: boolean;
  /** With fewer rows it is not drawn at all. */
  readonly least: number;
  /** With so many it says what it has to. */
  readonly comfort: number;
  /** More are of no use. */
  readonly most: number;
  /** The title and so many rows, at most `width` cells wide. */
  readonly lines: (width: number, rows: number) => readonly Line[];
}
