import type { ExprNode } from '../../../model/expression.ts';
import type { Frame } from '../../../plan/frame.ts';
import type { ZoneOffsets } from '../../../plan/query.ts';
import { localWidth } from '../../../plan/time-width.ts';
import type { RowSet, Spread } from './sets.ts';

/** What groups are made by: the value of an expression, where there is a condition only of events that meet it. */
export interface Part {
  readonly of: ExprNode;
  readonly where?: ExprNode | undefined;
}

/** What the groups of a kind bring to a set: its sums and texts, or each one value of a spread. */
export interface Target {
  readonly set: RowSet;
  readonly carries: boolean;
  readonly spread: readonly Spread[];
}

/**
 * One way to group the events of each window. A group stands for one value of a distinct count, so
 * that counting groups counts values.
 */
export interface Kind {
  readonly id: number;
  readonly frame: Frame;
  readonly parts: readonly Part[];
  /** Other events form no group. */
  readonly where: ExprNode | undefined;
  readonly targets: readonly Target[];
}

export const partId = ({ of, where }: Part): string => JSON.stringify([of, where ?? null]);

type Parts = ReadonlyMap<string, Part>;

interface Draft {
  readonly frame: Frame;
  readonly parts: Parts;
  readonly where: ExprNode | undefined;
  readonly targets: Map<RowSet, Omit<Target, 'set'>>;
}

const partsOf = (parts: readonly Part[]): Parts =>
  new Map(
    parts
      .map((part) => [partId(part), part] as const)
      .toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );

const keyParts = ({ keys }: RowSet): readonly Part[] => keys.map(({ node }) => ({ of: node }));

/** Whether the events of one window agree on it: then its distinct values are one. */
export const isSame = (node: ExprNode, { window }: Frame, zone: ZoneOffsets): boolean =>
  node.op === 'local' &&
  node.of.op === 'column' &&
  window.sizeUs === window.slideUs &&
  localWidth(zone) % window.sizeUs === 0;

const spreadParts = (set: RowSet, { of, where, fn }: Spread, zone: ZoneOffsets): Parts =>
  partsOf([
    ...keyParts(set),
    ...(fn === 'distinct' && where === undefined && isSame(of, set.frame, zone) ? [] : [{ of }]),
  ]);

const holds = (parts: Parts, needed: Parts): boolean =>
  [...needed.keys()].every((id) => parts.has(id));

/**
 * The kinds that serve all sets over events, and those that tell which windows of sessions hold
 * any. Two sets share a kind of the same parts (listeners of a song, songs of a listener); sums
 * and texts ride on the narrowest kind that is there anyway.
 */
export const kindsOf = (sets: readonly RowSet[], zone: ZoneOffsets): readonly Kind[] => {
  const drafts: Draft[] = [];
  const draft = (frame: Frame, parts: Parts, where: ExprNode | undefined): Draft => {
    const found = drafts.find(
      (one) =>
        one.frame === frame &&
        one.parts.size === parts.size &&
        holds(one.parts, parts) &&
        JSON.stringify(one.where) === JSON.stringify(where),
    );
    if (found !== undefined) return found;
    const made: Draft = { frame, parts, where, targets: new Map() };
    drafts.push(made);
    return made;
  };
  const aim = ({ targets }: Draft, set: RowSet, carries: boolean, spread: readonly Spread[]) => {
    const known = targets.get(set);
    targets.set(set, {
      carries: carries || known?.carries === true,
      spread: [...(known?.spread ?? []), ...spread],
    });
  };

  const overEvents = sets.filter(({ frame }) => frame.over === undefined);
  for (const set of overEvents) {
    for (const spread of set.spread) {
      aim(draft(set.frame, spreadParts(set, spread, zone), spread.where), set, false, [spread]);
    }
  }
  const marks = sets.filter(({ frame, query }) => frame.over !== undefined && query === undefined);
  // The sets with the most texts first: others may ride on what they need.
  const byTexts = overEvents.toSorted((left, right) => right.texts.length - left.texts.length);
  for (const set of [...byTexts, ...marks]) {
    const needed = partsOf([...keyParts(set), ...set.texts]);
    const [narrowest] = drafts
      .filter(
        ({ frame, parts, where }) =>
          frame === set.frame && where === undefined && holds(parts, needed),
      )
      .toSorted((left, right) => left.parts.size - right.parts.size);
    aim(narrowest ?? draft(set.frame, needed, undefined), set, true, []);
  }
  return drafts.map(({ frame, parts, where, targets }, id) => ({
    id,
    frame,
    parts: [...parts.values()],
    where,
    targets: [...targets].map(([set, more]) => ({ set, ...more })),
  }));
};
