import { parseInstant } from '../../../event/time.ts';
import type { PaneLine } from '../../../result/pane-line.ts';

const head =
  /^\{"analytic":("(?:[^"\\]|\\.)*"),"window":\{"start":"([^"]*)","end":"([^"]*)"\},"revision":(\d+),"final":true,/;

/** A final pane out of a record of the results topic; undefined for what is none. */
export const finalPane = (value: string): PaneLine | undefined => {
  const [, name, start, end, revision] = head.exec(value) ?? [];
  const [startUs, endUs] = [parseInstant(start ?? ''), parseInstant(end ?? '')];
  return name === undefined || startUs === undefined || endUs === undefined
    ? undefined
    : {
        analytic: JSON.parse(name) as string,
        start: startUs,
        end: endUs,
        revision: Number(revision),
        final: true,
        json: value,
      };
};

/** The same pane as another revision: those that were shown before it were made up here. */
export const withRevision = (pane: PaneLine, revision: number): PaneLine =>
  pane.revision === revision
    ? pane
    : {
        ...pane,
        revision,
        json: pane.json.replace(
          `},"revision":${pane.revision},"final":`,
          () => `},"revision":${revision},"final":`,
        ),
      };
