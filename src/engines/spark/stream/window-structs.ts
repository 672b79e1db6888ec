import { overlapOf } from '../../../model/window.ts';
import type { Frame } from '../../../plan/frame.ts';
import { whereTrue } from './expression-text.ts';

/**
 * For each window of the frame that may hold an instant (SQL, microseconds) a struct with
 * `close_at`, the watermark that ends it, and these fields; null where the window does not hold
 * the instant, or the condition is not true.
 */
export const windowStructs = (
  { window, holdUs }: Frame,
  at: string,
  fields: readonly string[],
  condition?: string,
): readonly string[] => {
  const { sizeUs, slideUs } = window;
  return Array.from({ length: overlapOf(window) }, (_, index) => {
    const start = `${at} - pmod(${at}, ${slideUs}) - ${index * slideUs}`;
    const close = `'close_at', timestamp_micros(${start} + ${sizeUs + holdUs})`;
    const struct = `named_struct(${[close, ...fields].join(', ')})`;
    // The earliest of overlapping windows may have ended before.
    const isHeld = (index + 1) * slideUs <= sizeUs ? undefined : `${start} + ${sizeUs} > ${at}`;
    const conditions = [condition, isHeld].filter((one) => one !== undefined);
    return conditions.length === 0 ? struct : whereTrue(struct, conditions.join(' AND '));
  });
};
