/** A thin bar, `part` of `room` cells long, to half a cell; any value above 0 shows. */
export const thinBar = (part: number, room: number): string => {
  const total = Math.min(room * 2, Math.round(part * room * 2));
  const halves = part > 0 ? Math.max(1, total) : 0;
  return '━'.repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? '╸' : '');
};
