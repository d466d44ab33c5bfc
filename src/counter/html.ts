/** Text that may stand in a page as it is. */
export interface Html {
  readonly html: string;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

function escaped(value: string | Html | readonly Html[]): string {
  if (typeof value === 'string') {
    return value.replace(/[&<>"']/g, (character) => ESCAPES.get(character) ?? '');
  }
  return 'html' in value ? value.html : value.map(({ html: inner }) => inner).join('');
}

/** Markup of our own; every text that is put into it is escaped. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  return { html: parts.reduce((page, part, index) => page + escaped(values[index - 1] ?? '') + part) };
}

export const NOTHING: Html = { html: '' };
