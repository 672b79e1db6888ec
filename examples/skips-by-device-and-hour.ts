/**
 * An analytic of your own, in a file of your own:
 *
 *     npx tonearm batch --analytics examples/skips-by-device-and-hour.ts --out report
 *
 * It gets its files, its section of the report and its place in the manifest like the built-in
 * ones.
 */
import {
  all,
  analytic,
  bars,
  count,
  desc,
  dimensions,
  equals,
  event,
  lessThan,
  measure,
  measures,
  ratio,
  tumbling,
} from 'tonearm';

const skipped = equals(event.action, 'skip');
const skips = count('event', skipped);
const earlySkips = count('event', all(skipped, lessThan(event.played_ms, 30_000)));

const earlyShare = ratio('early_share', earlySkips, skips, {
  title: 'Skipped early',
  description: 'skips before 30 seconds were heard / skips',
  needs: 'endings',
});

const earlySkipCount = measure('early_skips', earlySkips, {
  title: 'Early skips',
  description: 'skips before 30 seconds were heard',
  needs: 'endings',
});

export const skipsByDeviceAndHour = analytic({
  name: 'skips_by_device_and_hour',
  title: 'Skips by device and hour',
  question: 'On which devices, and at which hours, do people move on?',
  by: [dimensions.device, dimensions.hour],
  measures: [measures.skips, measures.ended, measures.skipRate, earlySkipCount, earlyShare],
  order: [desc(measures.skips)],
  limit: { table: 50, window: 10 },
  ranked: true,
  window: tumbling('1 hour'),
  chart: bars({ of: measures.skips, label: 'device', by: 'hour' }),
});
