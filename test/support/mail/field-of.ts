/** A field of a mail in one line: long ones are folded. */
export function fieldOf(raw: string | undefined, name: string): string | undefined {
  return new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(raw?.replace(/\r\n[ \t]+/g, ' ') ?? '')?.[1]?.trim();
}
