import { analyticOver } from '../../model/analytic.ts';
import { histogram } from '../../model/chart.ts';
import {
  sessionCount,
  sessionLength,
  sessions,
  shareOfSessions,
} from '../../vocabulary/sessions.ts';

export const sessionLengths = analyticOver(sessions, {
  name: 'session_lengths',
  title: 'Session lengths',
  question: 'How are the lengths of sittings spread?',
  by: sessionLength,
  measures: [sessionCount, shareOfSessions],
  chart: histogram({ of: sessionCount, label: 'bucket' }),
});
