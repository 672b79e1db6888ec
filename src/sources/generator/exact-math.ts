const ln2 = 0.6931471805599453;

const scaleByPowerOfTwo = (value: number, exponent: number): number => {
  const factor = exponent < 0 ? 0.5 : 2;
  let scaled = value;
  for (let i = Math.abs(exponent); i > 0; i--) scaled *= factor;
  return scaled;
};

/**
 * e to the x, from operations whose result IEEE 754 fixes to the bit. `Math.exp` may differ
 * between engines and processors, and the generator promises equal bytes on all of them.
 */
export const exp = (x: number): number => {
  const exponent = Math.round(x / ln2);
  const rest = x - exponent * ln2;
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= 16; n++) {
    term = (term * rest) / n;
    sum += term;
  }
  return scaleByPowerOfTwo(sum, exponent);
};

/** The natural logarithm of a positive number; as reproducible as {@link exp}. */
export const ln = (x: number): number => {
  let exponent = 0;
  let mantissa = x;
  while (mantissa >= 2) {
    mantissa /= 2;
    exponent++;
  }
  while (mantissa < 1) {
    mantissa *= 2;
    exponent--;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let power = s;
  let sum = 0;
  for (let n = 1; n <= 41; n += 2) {
    sum += power / n;
    power *= square;
  }
  return 2 * sum + exponent * ln2;
};

/** A positive base to any exponent; as reproducible as {@link exp}. */
export const pow = (base: number, exponent: number): number => exp(exponent * ln(base));
