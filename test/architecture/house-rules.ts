const sourceFile = /\.(ts|mjs|cjs|js|sh|css|html)$/;
const testFile = /(\.test\.ts$|^test\/)/;
const maxLines = { source: 300, test: 500 };
const vagueName = /(^|\/)(utils?|helpers?|common|misc|managers?)(\/|\.[^/]*$)/;

/** A note to come back to needs the number of the issue that will bring somebody back: `(#12)` after the word. */
const unnumberedNote = /\b(TODO|FIXME|XXX|HACK)\b(?!\s*\(?#\d+)/;
const leftOutTest = /\b(it|test|describe)\.(skip|only|todo|failing)\b|\bx(it|test|describe)\(|\bf(it|describe)\(/;
// This file names the words it looks for.
const thisFile = 'test/architecture/house-rules.ts';

function faultOfLine(line: string): string | undefined {
  if (unnumberedNote.test(line)) {
    return 'a note without an issue number';
  }
  return leftOutTest.test(line) ? 'a test that is left out or runs alone' : undefined;
}

/** What a file does against the rules that hold for every kind of file, as sentences; lint covers the rest. */
export function faultsIn(path: string, text: string): readonly string[] {
  const faults: string[] = [];
  if (vagueName.test(path)) {
    faults.push(`${path}: name the thing; this name would fit any file`);
  }
  if (!sourceFile.test(path)) {
    return faults;
  }
  const lines = text.replace(/\n$/, '').split('\n');
  const limit = testFile.test(path) ? maxLines.test : maxLines.source;
  if (lines.length > limit) {
    faults.push(`${path}: ${lines.length} lines, the limit is ${limit}`);
  }
  for (const [index, line] of path === thisFile ? [] : lines.entries()) {
    const fault = faultOfLine(line);
    if (fault !== undefined) {
      faults.push(`${path}:${index + 1}: ${fault}`);
    }
  }
  return faults;
}
