/** Names of the columns and steps of a query. */
export const windowName = 'w';
export const keyName = (index: number): string => `k${index}`;
export const labelName = (index: number): string => `l${index}`;
export const additiveName = (index: number): string => `a${index}`;
export const totalName = (index: number): string => `t${index}`;
export const spreadName = (index: number): string => `d${index}`;
export const totalSpreadName = (index: number): string => `e${index}`;
