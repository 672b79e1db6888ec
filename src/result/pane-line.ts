/** A pane as `stream --json`, the log of panes and a topic carry it. */
export interface PaneLine {
  readonly analytic: string;
  /** Microseconds. */
  readonly start: number;
  readonly end: number;
  readonly revision: number;
  readonly final: boolean;
  /**
   * `{"analytic","window":{"start","end"},"revision","final","watermark","rows":[{column: value, …}, …]}`;
   * before the rows `"approximate":[column, …]` where values are estimates.
   */
  readonly json: string;
}
