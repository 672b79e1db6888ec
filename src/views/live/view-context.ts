import type { Analytic } from '../../model/analytic.ts';
import type { PaneLine } from '../../result/pane-line.ts';
import type { InstantFormat } from '../format/instant.ts';
import type { Reading } from '../reading/reading.ts';

/** What every part of the view needs to put panes into words. */
export interface ViewContext {
  readonly instants: InstantFormat;
  readonly read: (analytic: Analytic, pane: PaneLine) => Reading;
}
