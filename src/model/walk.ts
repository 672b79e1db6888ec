import type { Aggregate } from './aggregate.ts';
import type { Analytic } from './analytic.ts';
import type { ExprNode } from './expression.ts';
import type { Formula } from './measure.ts';

const children = (node: ExprNode): readonly ExprNode[] => {
  switch (node.op) {
    case 'column':
    case 'value':
    case 'setting':
      return [];
    case 'compare':
    case 'arithmetic':
    case 'least':
      return [node.left, node.right];
    case 'all':
    case 'any':
      return node.terms;
    case 'not':
    case 'known':
      return [node.term];
    case 'local':
    case 'band':
      return [node.of];
  }
};

/** The node and all nodes under it, parents first. */
export const walk = (node: ExprNode): readonly ExprNode[] => [
  node,
  ...children(node).flatMap(walk),
];

/** The names of the columns that an expression reads. */
export const columnsIn = (node: ExprNode): readonly string[] =>
  walk(node).flatMap((one) => (one.op === 'column' ? [one.name] : []));

/** The expressions of an aggregate: its operand and its condition. */
export const expressionsOf = (aggregate: Aggregate): readonly ExprNode[] => [
  ...('of' in aggregate ? [aggregate.of] : []),
  ...(aggregate.where === undefined ? [] : [aggregate.where]),
];

/** The mergeable aggregates that a measure is made of. */
export const aggregatesOf = (formula: Formula): readonly Aggregate[] =>
  formula.kind === 'ratio' ? [formula.numerator, formula.denominator] : [formula.aggregate];

/** Every expression of a definition over events: keys, labels, aggregates and those of its sessions. */
export const eventExpressions = (analytic: Analytic): readonly ExprNode[] => {
  const measured = analytic.measures.flatMap((measure) =>
    aggregatesOf(measure.formula).flatMap(expressionsOf),
  );
  const grouped = analytic.by.flatMap((dimension) =>
    dimension.columns.flatMap((column) => (column.role === 'attribute' ? [] : [column.expr.node])),
  );
  const { over } = analytic;
  return over === undefined
    ? [...grouped, ...measured]
    : [over.by, over.at, ...Object.values(over.aggregates).flatMap(expressionsOf)];
};
