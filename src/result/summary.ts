/** Numbers of events by fate; `read = accepted + duplicates + rejected` in every run. */
export interface Counts {
  readonly read: number;
  readonly accepted: number;
  readonly duplicates: number;
  /** By reason, the commonest first. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Accepted events outside `--since` and `--until`; they enter no table. */
  readonly outside: number;
}

/** One input of a run. */
export interface InputSummary {
  readonly name: string;
  readonly bytes: number | null;
  readonly rows: number;
}

/** What is known of a whole run: the head of every report and the body of the manifest. */
export interface RunSummary {
  readonly version: string;
  readonly runId: string;
  readonly engine: string;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly inputs: readonly InputSummary[];
  readonly counts: Counts;
  /** First and last event time of the tables, in microseconds. */
  readonly span: { readonly first: number; readonly last: number };
  readonly timeZone: string;
  /** The counting rule of `streams` in words, for example "30-second rule: played_ms >= 30000". */
  readonly streamRule: string;
  readonly sessionGapUs: number;
  /** Whether any event told how a playback ended; if not, measures that need it are "not available". */
  readonly knowsEndings: boolean;
  readonly options: Readonly<Record<string, string | number | boolean | null>>;
}
