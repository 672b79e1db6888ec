import type { ExprNode } from '../model/expression.ts';

/** What rows are grouped by physically: an integer each. */
export type Slot =
  /** The key of a dictionary: one for each combination of the fields of a text group. */
  | { readonly kind: 'key'; readonly group: number }
  /** The code of the action. */
  | { readonly kind: 'action' }
  /** The number of the time bucket: floor(event time / width). */
  | { readonly kind: 'time'; readonly widthUs: number }
  /** Any other integer of an event. */
  | { readonly kind: 'expr'; readonly node: ExprNode };

/** Equal slots have equal ids. */
export const slotId = (slot: Slot): string => {
  switch (slot.kind) {
    case 'key':
      return `key ${slot.group}`;
    case 'action':
      return 'action';
    case 'time':
      return `time ${slot.widthUs}`;
    case 'expr':
      return `expr ${JSON.stringify(slot.node)}`;
  }
};

/** The slots without repeats, in the order of their first occurrence. */
export const uniqueSlots = (slots: readonly Slot[]): readonly Slot[] => [
  ...new Map(slots.map((slot) => [slotId(slot), slot])).values(),
];

/** Whether rows grouped by `have` can still be grouped by `want`. */
export const covers = (have: readonly Slot[], want: readonly Slot[]): boolean =>
  want.every((slot) =>
    have.some(
      (one) =>
        slotId(one) === slotId(slot) ||
        (one.kind === 'time' && slot.kind === 'time' && slot.widthUs % one.widthUs === 0),
    ),
  );
