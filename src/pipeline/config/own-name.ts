import Module, { createRequire, register } from 'node:module';

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

/** Node has no public way into the resolver of CommonJS before version 22. */
interface Internals {
  _resolveFilename: (this: unknown, request: string, ...rest: readonly unknown[]) => string;
}

const offerToCommonJs = (): void => {
  const internals = Module as unknown as Internals;
  const resolve = internals._resolveFilename;
  const entry = createRequire(import.meta.url).resolve(ownName);
  internals._resolveFilename = function (request, ...rest) {
    try {
      return resolve.call(this, request, ...rest);
    } catch (error) {
      if (request !== ownName) throw error;
      return entry;
    }
  };
};

/**
 * Lets modules anywhere import this package by its name, also where it is not installed beside
 * them; holds for the rest of the process.
 */
export const offerOwnName = (): void => {
  const data = { parentURL: import.meta.url };
  register(`data:text/javascript,${encodeURIComponent(hook)}`, { data });
  offerToCommonJs();
};
