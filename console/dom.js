/**
 * Makes elements. Texts always go in as text nodes: what a citizen wrote can never become markup here.
 *
 * @param props attributes; a function under `onclick`, `onsubmit`… is listened with; false and null leave it out
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') {
      element.addEventListener(name.replace(/^on/, ''), value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(
    ...children.flat().map((child) => (child instanceof Node ? child : document.createTextNode(child ?? ''))),
  );
  return element;
}

export function replace(container, ...children) {
  container.replaceChildren(...children.flat());
}

/** A field with its label. */
export function field(label, input) {
  const id = input.id || `veld-${input.name}`;
  input.id = id;
  return el('p', { class: 'field' }, el('label', { for: id }, label), input);
}

export function select(name, options, chosen) {
  const made = el(
    'select',
    { name },
    options.map(([value, text]) => el('option', { value, selected: value === chosen }, text)),
  );
  made.value = chosen ?? '';
  return made;
}

export function table(caption, heads, rows) {
  // A head stands as the figures below it, and takes none of their colours.
  const classOf = (index) => ({ class: rows[0]?.children[index]?.classList.contains('number') ? 'number' : null });
  return el(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    el(
      'table',
      {},
      el('caption', {}, caption),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          heads.map((head, index) => el('th', { scope: 'col', ...classOf(index) }, head)),
        ),
      ),
      el('tbody', {}, rows),
    ),
  );
}
