/** The file formats in which results are written. */
export const tableFormats = ['parquet', 'csv', 'json', 'ndjson'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** The name of the file that holds a table. */
export const tableFile = (table: string, format: TableFormat): string => `${table}.${format}`;
