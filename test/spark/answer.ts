/** What the run's server is, as its keeper tells it to a test: one line of JSON. */
export type Answer =
  | { readonly remote: string }
  | { readonly missing: string }
  | { readonly failure: string };

declare module 'vitest' {
  interface ProvidedContext {
    /** Port on loopback where the keeper of the run's Spark answers. */
    readonly sparkKeeper: number;
  }
}
