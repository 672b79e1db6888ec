import type { Entry } from './batch.ts';

const partOf = (text: string | null): string => (text === null ? '-' : `${text.length}:${text}`);

/** Numbers entries densely from 0 in the order of their first appearance. */
export interface TupleDictionary {
  idOf(entry: Entry): number;
  /** The entries that are new since the last call. */
  takeNew(): readonly Entry[];
}

/** An empty dictionary. */
export const createTupleDictionary = (): TupleDictionary => {
  const ids = new Map<string, number>();
  let fresh: Entry[] = [];
  return {
    idOf(entry) {
      const key = entry.map(partOf).join('');
      const known = ids.get(key);
      if (known !== undefined) return known;
      const id = ids.size;
      ids.set(key, id);
      fresh.push(entry);
      return id;
    },
    takeNew() {
      const taken = fresh;
      fresh = [];
      return taken;
    },
  };
};
