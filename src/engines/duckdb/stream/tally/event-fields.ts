import { actions } from '../../../../event/event.ts';
import type { ColumnBatch, Entry } from '../../../../intake/batch.ts';
import type { Layout } from '../../../../intake/layout.ts';
import type { Fields } from '../../../../plan/evaluate.ts';

const known = (length: number | undefined): number | null =>
  length === undefined || length < 0 ? null : length;

/** Reads a row of a batch as the intake gave it: its keys are places in `texts`, per group. */
export const createFieldsReader =
  ({ groups }: Layout) =>
  (batch: ColumnBatch, row: number, texts: readonly (readonly Entry[])[]): Fields => {
    const fields: Record<string, string | number | null> = {
      event_time: Number(batch.time[row]),
      action: actions[batch.action[row] ?? 0] ?? null,
      played_ms: known(batch.playedMs[row]),
      song_duration_ms: known(batch.durationMs[row]),
    };
    for (const [group, names] of groups.entries()) {
      const entry = texts[group]?.[batch.keys[group]?.[row] ?? -1];
      for (const [index, name] of names.entries()) fields[name] = entry?.[index] ?? null;
    }
    return fields;
  };
