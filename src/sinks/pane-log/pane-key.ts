import { formatInstant } from '../../event/time.ts';
import type { PaneLine } from '../../result/pane-line.ts';

/** What a final pane is known by. */
export interface FinalKey {
  readonly analytic: string;
  /** The end of its window in whole milliseconds. */
  readonly endMs: number;
  readonly text: string;
}

/** Bytes at the start of a line that tell what pane it is. */
export const headBytes = 512;

const paneHead =
  /^\{"analytic":("(?:[^"\\]|\\.)*"),"window":\{"start":"([^"]+)","end":"([^"]+)"\},"revision":(\d+),"final":(true|false),/;

const keyOf = (analytic: string, start: string, end: string, revision: number): FinalKey => ({
  analytic,
  endMs: Date.parse(end),
  text: `${analytic}|${start}|${end}|${revision}`,
});

export const finalKey = ({
  analytic,
  start,
  end,
  revision,
}: Pick<PaneLine, 'analytic' | 'start' | 'end' | 'revision'>): FinalKey =>
  keyOf(analytic, formatInstant(start), formatInstant(end), revision);

/** The pane whose line begins so: undefined for what is no pane. */
export const readPaneHead = (
  head: string,
): { readonly final: boolean; readonly key: FinalKey } | undefined => {
  const [, name, start, end, revision, final] = paneHead.exec(head) ?? [];
  if (name === undefined || start === undefined || end === undefined) return undefined;
  const analytic = String(JSON.parse(name));
  return { final: final === 'true', key: keyOf(analytic, start, end, Number(revision)) };
};
