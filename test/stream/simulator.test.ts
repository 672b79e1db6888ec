import { expect, test } from 'vitest';
import { faultNames, simulate } from './simulator.ts';

/** A longer run: SIMULATED_SEEDS=1000 SIMULATED_FROM=5000 npx vitest run test/stream/simulator.test.ts */
const from = Number(process.env['SIMULATED_FROM'] ?? 1);
const count = Number(process.env['SIMULATED_SEEDS'] ?? 50);

test(
  `streams survive every simulated fault: seeds ${from} to ${from + count - 1}`,
  { timeout: 60_000 + count * 5_000 },
  async () => {
    const crashes: Record<string, number> = {};
    for (let seed = from; seed < from + count; seed += 1) {
      const simulated = await simulate(seed).catch((cause: unknown) => {
        throw new Error(`seed ${seed}`, { cause });
      });
      const { finals, expected, different, wrongRevisions } = simulated;
      expect(different, `seed ${seed}: finals that changed`).toEqual([]);
      expect(wrongRevisions, `seed ${seed}: revisions given out twice`).toEqual([]);
      expect(Object.fromEntries(finals), `seed ${seed}: finals`).toEqual(
        Object.fromEntries(expected),
      );
      for (const [point, times] of Object.entries(simulated.crashes)) {
        crashes[point] = (crashes[point] ?? 0) + times;
      }
    }
    // So that the faults are known to be there.
    if (count >= 50) expect(Object.keys(crashes).toSorted()).toEqual(faultNames.toSorted());
  },
);
