import { availableParallelism, freemem, totalmem } from 'node:os';
import { formatBytes } from '../../views/format/number.ts';
import type { Check } from './check.ts';

const leastNode = [20, 19] as const;

/** @param version as Node gives it, for example `20.19.4`. */
export const checkNode = (version: string): Check => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  const name = 'Node.js';
  return fits
    ? { name, state: 'ok', found: version }
    : {
        name,
        state: 'broken',
        found: `${version} is too old`,
        advice: `install Node.js ${leastNode.join('.')} or newer`,
      };
};

const least = 500_000_000;

/** Memory of the machine, or of the container where that is less; bytes. */
export const checkMemory = (
  total: number = totalmem(),
  free: number = freemem(),
  constrained: number = process.constrainedMemory(),
): Check => {
  const limited = constrained > 0 && constrained < total;
  const size = limited ? constrained : total;
  const found = limited
    ? `${formatBytes(size)} allowed to this process`
    : `${formatBytes(size)}, ${formatBytes(free)} free`;
  return size >= least
    ? { name: 'Memory', state: 'ok', found }
    : {
        name: 'Memory',
        state: 'limited',
        found,
        advice: 'large inputs need --memory-limit and --spill',
      };
};

export const checkCores = (): Check => {
  const cores = availableParallelism();
  return { name: 'Cores', state: 'ok', found: `${cores}, all are used unless --threads says less` };
};
