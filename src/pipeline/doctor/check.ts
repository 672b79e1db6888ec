/** One finding of `tonearm doctor`, in plain words. */
export interface Check {
  readonly name: string;
  /** `limited`: a batch works, something beside it does not. `broken`: a batch would fail. */
  readonly state: 'ok' | 'limited' | 'broken';
  readonly found: string;
  /** What to do about it, where it is not ok. */
  readonly advice?: string;
}
