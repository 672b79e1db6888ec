import { expect } from 'vitest';

/** Rows of final panes by analytic and window; fails where one is there twice. */
export const finalsIn = (ndjson: string): Readonly<Record<string, string>> => {
  const finals: Record<string, string> = {};
  for (const line of ndjson.split('\n').filter((text) => text !== '')) {
    const pane = JSON.parse(line) as {
      analytic: string;
      window: { start: string };
      final: boolean;
      rows: unknown;
    };
    if (!pane.final) continue;
    const key = `${pane.analytic} ${pane.window.start}`;
    expect(finals[key], `${key} twice`).toBeUndefined();
    finals[key] = JSON.stringify(pane.rows);
  }
  return finals;
};
