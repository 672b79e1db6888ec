/** What a plan may hold. */
export interface PlanLimits {
  readonly rows: number;
  readonly bytes: number;
}

/** A server takes messages of up to 128 MiB, and a task of up to that. */
const usualLimits: PlanLimits = { rows: 50_000, bytes: 16 * 1024 * 1024 };

/** Rows in plans, in their order: one at least, which may be empty, and at least a row in each. */
export function* plansOf<T>(
  rows: Iterable<T>,
  bytesOf: (row: T) => number,
  limits: PlanLimits = usualLimits,
): Generator<readonly T[]> {
  let plan: T[] = [];
  let bytes = 0;
  for (const row of rows) {
    const more = bytesOf(row);
    if (plan.length > 0 && (plan.length >= limits.rows || bytes + more > limits.bytes)) {
      yield plan;
      plan = [];
      bytes = 0;
    }
    plan.push(row);
    bytes += more;
  }
  yield plan;
}
