/** Further apart than this, a name is another name and no slip. */
const MOST_SLIPS = 3;

/** Slips between the beginnings of two texts, by their lengths. */
type Table = (lengthA: number, lengthB: number) => number;

function cell(a: string, b: string, before: Table): number {
  const isSame = a.at(-1) === b.at(-1);
  const isSwap = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  const [i, j] = [a.length, b.length];
  return Math.min(
    before(i - 1, j) + 1,
    before(i, j - 1) + 1,
    before(i - 1, j - 1) + (isSame ? 0 : 1),
    isSwap ? before(i - 2, j - 2) + 1 : Infinity,
  );
}

/** Slips between two texts: letters left out, added, changed, or two that changed places. */
function slips(a: string, b: string): number {
  const rows: number[][] = [];
  const table: Table = (i, j) => rows[i]?.[j] ?? Math.max(i, j);
  for (let i = 0; i <= a.length; i += 1) {
    const row: number[] = [];
    rows.push(row);
    for (let j = 0; j <= b.length; j += 1) {
      row.push(i === 0 || j === 0 ? Math.max(i, j) : cell(a.slice(0, i), b.slice(0, j), table));
    }
  }
  return table(a.length, b.length);
}

/** The name that somebody may have meant; undefined when none is close. At least half of it has to be right. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const close = names
    .map((candidate) => ({ candidate, distance: slips(name, candidate) }))
    .filter(({ candidate, distance }) => distance <= Math.min(MOST_SLIPS, candidate.length / 2))
    .toSorted((a, b) => a.distance - b.distance);
  return close[0]?.candidate;
}
