/** What a line says, for the account of what was generated. */
export type LineFacts = {
  readonly time: number;
  readonly action: number;
  readonly user: number;
  readonly song: number;
  readonly played: number;
};

/** A line that arrives later than it was made: an event on a detour, or a copy of one. */
export type HeldLine = { readonly bytes: Uint8Array; readonly copyOf: boolean } & LineFacts;

/** Lines that wait for their time, released to the tenth of a second. */
export type HeldLines = {
  readonly hold: (dueUs: number, line: HeldLine) => void;
  /** The next line that is due by now, or undefined. */
  readonly release: (nowUs: number) => HeldLine | undefined;
};

const slotUs = 100_000;

export const newHeldLines = (startUs: number): HeldLines => {
  const slots = new Map<number, HeldLine[]>();
  let current = Math.floor(startUs / slotUs);
  return {
    hold: (dueUs, line) => {
      const slot = Math.max(current, Math.floor(dueUs / slotUs) + 1);
      const lines = slots.get(slot);
      if (lines === undefined) slots.set(slot, [line]);
      else lines.push(line);
    },
    release: (nowUs) => {
      const now = Math.floor(nowUs / slotUs);
      for (; current <= now && slots.size > 0; current++) {
        const lines = slots.get(current);
        const line = lines?.shift();
        if (line !== undefined) return line;
        slots.delete(current);
      }
      return undefined;
    },
  };
};
