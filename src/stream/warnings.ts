import type { Progress } from './progress.ts';
import { createSilence } from './silence.ts';
import { createStretches } from './stretches.ts';
import { type WarningRule, warningRules } from './warning-rules.ts';

const sinkRetried =
  'a destination did not take what it was given: the stream waits and loses nothing; look at its brokers and its disk';

/** What an operator must see, each at most once in ten minutes. */
export interface Warnings {
  /** Sentences to show after a batch. */
  batch(progress: Progress, elapsedMs: number): readonly string[];
  /** Sentences to show when a sink has to try again. */
  sinkRetry(elapsedMs: number): readonly string[];
}

export const createWarnings = (rules: readonly WarningRule[] = warningRules): Warnings => {
  const stretches = createStretches();
  const isNew = createSilence();
  return {
    batch(progress, elapsedMs) {
      if (!stretches.add(progress, elapsedMs)) return [];
      const ended = stretches.ended();
      return rules
        .map((rule, id) => ({ id, text: rule(ended) }))
        .flatMap(({ id, text }) => (text !== undefined && isNew(id, elapsedMs) ? [text] : []))
        .map((text) => text.replaceAll('\u00a0', ' '));
    },
    sinkRetry: (elapsedMs) => (isNew('sink', elapsedMs) ? [sinkRetried] : []),
  };
};
