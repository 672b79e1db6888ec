import { readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** As many links in a row as Linux follows. */
const maxLinks = 40;

const orUndefined = (found: Promise<string>): Promise<string | undefined> =>
  found.catch(() => undefined);

/** The absolute path without symbolic links, also of what is not there yet or cannot be looked at. */
export const realPathOf = async (path: string, links = 0): Promise<string> => {
  const whole = resolve(path);
  const real = await orUndefined(realpath(whole));
  if (real !== undefined) return real;
  const parent = dirname(whole);
  if (parent === whole) return whole;
  const realParent = await realPathOf(parent, links);
  const link = links < maxLinks ? await orUndefined(readlink(whole)) : undefined;
  return link === undefined
    ? join(realParent, basename(whole))
    : realPathOf(resolve(realParent, link), links + 1);
};
