import Module, { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';

const ownName = 'tonearm';

/** The resolver of ES modules; it is text because it runs in the thread of Node's loader. */
const hook = `
let parentURL;
export const initialize = (data) => { parentURL = data.parentURL; };
export const resolve = async (specifier, context, next) => {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (specifier !== '${ownName}') throw error;
    return next(specifier, { ...context, parentURL });
  }
};`;

/** Node has no public way into the loader of CommonJS before version 22. */
interface Internals {
  _load: (this: unknown, request: string, ...rest: readonly unknown[]) => unknown;
}

const offerToCommonJs = (own: unknown): void => {
  const internals = Module as unknown as Internals;
  const load = internals._load;
  internals._load = function (request, ...rest) {
    try {
      return load.call(this, request, ...rest);
    } catch (error) {
      if (request !== ownName) throw error;
      return own;
    }
  };
};

/**
 * Lets modules anywhere import this package by its name, also where it is not installed beside
 * them; holds for the rest of the process.
 */
export const offerOwnName = async (): Promise<void> => {
  const entry = createRequire(import.meta.url).resolve(ownName);
  register(`data:text/javascript,${encodeURIComponent(hook)}`, {
    data: { parentURL: import.meta.url },
  });
  offerToCommonJs(await import(pathToFileURL(entry).href));
};
