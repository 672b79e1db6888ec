import type { Check } from './check.ts';

/** Packages that some inputs and options need. */
export const checkTypeScript = async (): Promise<Check> => {
  const name = 'TypeScript';
  try {
    await import('tsx/esm/api');
    return { name, state: 'ok', found: '--analytics takes .ts files' };
  } catch {
    return {
      name,
      state: 'limited',
      found: '--analytics takes compiled files (.js, .mjs) only',
      advice: 'npm install tsx',
    };
  }
};

export const checkCompression = async (): Promise<Check> => {
  const name = 'Compressed input';
  try {
    await import('fzstd');
    return { name, state: 'ok', found: '.gz and .zst' };
  } catch {
    return { name, state: 'limited', found: '.gz, not .zst', advice: 'npm install fzstd' };
  }
};
