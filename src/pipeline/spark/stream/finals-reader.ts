import type { PaneLine } from '../../../result/pane-line.ts';
import type { PaneReader } from './follow-results.ts';
import { finalPane } from './pane-record.ts';

/** So many finals are known by their windows; a repeat comes soon after. */
const mostKnown = 20_000;

const windowOf = ({ analytic, start, end }: PaneLine): string => `${analytic}|${start}|${end}`;

/** The finals of the results topic, each once: Spark may write some again after a restart. */
export const createFinalsReader = (): PaneReader & { readonly finals: () => number } => {
  const known = new Set<string>();
  let arrived: PaneLine[] = [];
  let finals = 0;
  return {
    take(value) {
      const pane = finalPane(value);
      if (pane === undefined || known.has(windowOf(pane))) return;
      known.add(windowOf(pane));
      if (known.size > mostKnown) known.delete(known.values().next().value ?? '');
      finals += 1;
      arrived.push(pane);
    },
    panes() {
      const panes = arrived;
      arrived = [];
      return panes;
    },
    finals: () => finals,
  };
};
