import { fieldRules } from '../../../event/rule.ts';
import type { TextField } from '../../../intake/layout.ts';
import type { Analytic } from '../../../model/analytic.ts';
import type { Aggregate } from '../../../model/aggregate.ts';
import type { ExprNode } from '../../../model/expression.ts';
import { aggregatesOf, columnsIn, expressionsOf } from '../../../model/walk.ts';
import type { Frame } from '../../../plan/frame.ts';
import type { Physical } from '../../../plan/physical.ts';

/** A text group of the state that queries need. */
export interface NeededGroup {
  /** Its number in the state. */
  readonly group: number;
  /** Those of its fields that are read. */
  readonly fields: readonly TextField[];
  /** Its keys do: only whether texts are the same matters, and each key has a text of its own. */
  readonly keysDo: boolean;
}

interface Uses {
  readonly texts: readonly string[];
  readonly identities: readonly string[];
}

const ofNodes = (nodes: readonly ExprNode[]): Uses => ({
  texts: nodes.flatMap(columnsIn),
  identities: [],
});

const ofAggregate = (aggregate: Aggregate): Uses => {
  if (aggregate.fn !== 'distinct' || aggregate.of.op !== 'column') {
    return ofNodes(expressionsOf(aggregate));
  }
  const { texts } = ofNodes(aggregate.where === undefined ? [] : [aggregate.where]);
  return { texts, identities: [aggregate.of.name] };
};

const usesOf = ({ by, measures, over }: Analytic): readonly Uses[] => {
  if (over !== undefined) {
    return [ofNodes([over.by, over.at]), ...Object.values(over.aggregates).map(ofAggregate)];
  }
  const shown = by.flatMap(({ columns }) =>
    columns.flatMap((column) => (column.role === 'attribute' ? [] : [column.expr.node])),
  );
  return [
    ofNodes(shown),
    ...measures.flatMap(({ formula }) => aggregatesOf(formula).map(ofAggregate)),
  ];
};

const required: ReadonlySet<string> = new Set(
  fieldRules.filter((rule) => rule.required).map(({ name }) => name),
);

/** The text groups that the queries of a frame read, and for which of them keys do. */
export const neededGroups = (
  { queries }: Pick<Frame, 'queries'>,
  { groups }: Pick<Physical, 'groups'>,
): readonly NeededGroup[] => {
  const uses = queries.flatMap(({ analytic }) => usesOf(analytic));
  const texts = new Set(uses.flatMap((one) => one.texts));
  const identities = new Set(uses.flatMap((one) => one.identities));
  return [...groups.entries()].flatMap(([group, fields]): NeededGroup[] => {
    const read = fields.filter((field) => texts.has(field) || identities.has(field));
    if (read.length === 0) return [];
    const [only] = fields;
    const isAlone = fields.length === 1 && only !== undefined && required.has(only);
    return [{ group, fields: read, keysDo: isAlone && !texts.has(only) }];
  });
};
