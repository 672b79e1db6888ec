import { type AnalyticCase, eventsOf } from '../../src/analytics/case.ts';
import type { Event } from '../../src/event/event.ts';
import type { Analytic } from '../../src/model/analytic.ts';
import { parseDuration } from '../../src/model/duration.ts';
import { defaultSettings, type Settings } from '../../src/model/settings.ts';
import { type Query, type QueryContext, queriesOf } from '../../src/plan/query.ts';
import { zoneOffsets } from '../../src/plan/zone.ts';

/** The folder of an analytic in `src/analytics`. */
export const folderOf = (analytic: Pick<Analytic, 'name'>): string =>
  analytic.name.replaceAll('_', '-');

/** The cases in the folder of an analytic. */
export const loadCases = async (analytic: Analytic): Promise<readonly AnalyticCase[]> => {
  const folder = folderOf(analytic);
  const path = new URL(`../../src/analytics/${folder}/${folder}.cases.ts`, import.meta.url);
  const { cases } = (await import(path.href)) as { readonly cases: readonly AnalyticCase[] };
  return cases;
};

const queryOf = (analytic: Analytic, { options = {} }: AnalyticCase): Query => {
  const { scope = 'table', top, threshold } = options;
  const queries = queriesOf([analytic], {
    windows: true,
    ...(top === undefined ? {} : { top, windowTop: top }),
    ...(threshold === undefined ? {} : { threshold, windowThreshold: threshold }),
  });
  const query = queries.find((candidate) => candidate.scope === scope);
  if (query === undefined) throw new Error(`${analytic.name} has no windowed form`);
  return scope === 'window' ? { ...query, window: options.window ?? query.window } : query;
};

const settingsOf = ({ options = {} }: AnalyticCase): Settings => ({
  streamMinMs: options.streamMin ?? defaultSettings.streamMinMs,
  sessionGapUs:
    options.sessionGap === undefined
      ? defaultSettings.sessionGapUs
      : parseDuration(options.sessionGap),
});

/** What an engine is given for a case. */
export interface CaseRun {
  readonly query: Query;
  readonly events: readonly Event[];
  readonly context: QueryContext;
}

export const caseRun = (analytic: Analytic, analyticCase: AnalyticCase): CaseRun => {
  const events = eventsOf(analyticCase);
  const times = events.map((event) => event.event_time);
  return {
    query: queryOf(analytic, analyticCase),
    events,
    context: {
      settings: settingsOf(analyticCase),
      zone: zoneOffsets(
        analyticCase.options?.timeZone ?? 'UTC',
        Math.min(...times),
        Math.max(...times),
      ),
    },
  };
};
