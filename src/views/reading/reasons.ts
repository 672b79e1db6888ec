const whole: Readonly<Record<string, string>> = {
  json: 'not one JSON object in UTF-8',
  csv: 'not a record of the right number of cells in UTF-8',
  oversize: 'longer than 64 KiB',
  empty: 'no value at all',
  future: 'too far ahead of the clock',
};

const ofField: Readonly<Record<string, string>> = {
  missing: 'is missing',
  type: 'is of the wrong type',
  value: 'has a value that is not allowed',
};

/** Why an event was rejected, in plain words. */
export const reasonWords = (reason: string): string => {
  const at = reason.indexOf(':');
  const kind = ofField[reason.slice(0, Math.max(0, at))];
  return kind === undefined ? (whole[reason] ?? reason) : `${reason.slice(at + 1)} ${kind}`;
};
