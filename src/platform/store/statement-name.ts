import { createHash } from 'node:crypto';

/**
 * Names for prepared statements: the same text gives the same name, so a connection parses and plans it once.
 * Statement texts are constants of the program, so their number is bounded; beyond the bound they run unprepared.
 */
export function statementNames(limit = 1000): (text: string) => string | undefined {
  const names = new Map<string, string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined) {
      return known;
    }
    if (names.size >= limit) {
      return undefined;
    }
    const name = createHash('sha256').update(text).digest('hex').slice(0, 20);
    names.set(text, name);
    return name;
  };
}
