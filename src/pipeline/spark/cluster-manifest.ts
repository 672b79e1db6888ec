import type { RunSummary } from '../../result/summary.ts';

/** The manifest of a run that has begun and not ended: it lists nothing. */
export const unfinishedManifest = ({
  version,
  runId,
}: Pick<RunSummary, 'version' | 'runId'>): string =>
  `${JSON.stringify({ generator: 'tonearm', version, run_id: runId, unfinished: true, files: [], tables: [] }, null, 2)}\n`;

/**
 * Whether the lines of a `manifest.json` are of ours. None at all are: Spark makes the folder of an
 * output before it writes, and leaves it where it is interrupted.
 */
export const isOurManifest = (lines: readonly string[] | undefined): boolean => {
  if (lines === undefined) return false;
  if (lines.length === 0) return true;
  try {
    const manifest: unknown = JSON.parse(lines.join('\n'));
    return (
      typeof manifest === 'object' &&
      manifest !== null &&
      (manifest as { readonly generator?: unknown }).generator === 'tonearm'
    );
  } catch {
    return false;
  }
};
