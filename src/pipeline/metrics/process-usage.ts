import type { ProcessUsage } from './stream-metrics.ts';

/** What this process has taken so far. */
export const processUsage = (): ProcessUsage => {
  const { user, system } = process.cpuUsage();
  return { residentBytes: process.memoryUsage.rss(), cpuSeconds: (user + system) / 1e6 };
};
