import type { Mapping } from '../event/mapping.ts';

/** True where fields have other names or values, so that no line is plain. */
export const isMapped = (mapping: Mapping | undefined): boolean =>
  mapping !== undefined && Object.keys(mapping).length > 0;
