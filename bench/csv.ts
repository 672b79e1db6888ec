/** The rows of RFC 4180 text by the names of its header; enough for what tools write as tables. */
export const parseCsv = (text: string): readonly Readonly<Record<string, string>>[] => {
  const rows: string[][] = [[]];
  const cells = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/gy;
  for (;;) {
    const match = cells.exec(text);
    if (match === null) break;
    const [whole, cell = '', end] = match;
    rows.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (whole === '' || cells.lastIndex === text.length) break;
    if (end !== ',') rows.push([]);
  }
  const [header = [], ...body] = rows;
  return body.map((row) =>
    Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])),
  );
};
