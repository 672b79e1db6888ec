import type { Readable } from 'node:stream';

/** That this many events are in the panes, from this moment on (performance.now). */
export interface Sighting {
  readonly events: number;
  readonly atMs: number;
}

/** What the panes of one analytic told, as they came. */
export interface PaneWatch {
  readonly sightings: readonly Sighting[];
  events(): number;
}

interface PaneText {
  readonly window: { readonly start: string };
  readonly rows: readonly { readonly events: number }[];
}

/** Follows the sum of `events` over the newest pane of every window, of analytics of that measure. */
export const watchPanes = <const Name extends string>(
  out: Readable,
  names: readonly Name[],
): Readonly<Record<Name, PaneWatch>> => {
  const watches = names.map((name) => {
    const windows = new Map<string, number>();
    const sightings: Sighting[] = [];
    const events = (): number => sightings.at(-1)?.events ?? 0;
    const take = (line: string, atMs: number): void => {
      const { window, rows } = JSON.parse(line) as PaneText;
      windows.set(
        window.start,
        rows.reduce((sum, row) => sum + row.events, 0),
      );
      const sum = [...windows.values()].reduce((total, own) => total + own, 0);
      if (sum > events()) sightings.push({ events: sum, atMs });
    };
    return { name, head: `{"analytic":"${name}"`, take, watch: { sightings, events } };
  });
  let rest = '';
  out.setEncoding('utf8').on('data', (text: string) => {
    const atMs = performance.now();
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      watches.find(({ head }) => line.startsWith(head))?.take(line, atMs);
    }
  });
  return Object.fromEntries(watches.map(({ name, watch }) => [name, watch])) as Readonly<
    Partial<Record<string, PaneWatch>>
  > as Readonly<Record<Name, PaneWatch>>;
};
