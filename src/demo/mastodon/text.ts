import { acctOf, type People, type Person } from './people.js';

/** `@user` and `@user@host` where they are mentions, and addresses. */
const MENTION = /(?<![\w/@])@(\w+(?:@[\w.-]*\w)?)/g;
const ADDRESS = /https?:\/\/[^\s<]+/g;
const ADDRESS_COUNTS = 23;

/** Whom a text notifies: those whom the instance knows. A handle of this instance may be written with its host. */
export function mentionedIn(text: string, people: People, host: string): readonly Person[] {
  const handles = [...text.matchAll(MENTION)].map(([, handle = '']) =>
    handle.replace(new RegExp(`@${host}$`, 'i'), ''),
  );
  return [...new Set(handles.flatMap((handle) => people.find(handle) ?? []))];
}

/** As the web app counts: an address is 23 characters, and the host of a mention none. */
export function countedLength(text: string): number {
  const counted = text
    .replace(ADDRESS, 'x'.repeat(ADDRESS_COUNTS))
    .replace(MENTION, (_all, handle: string) => `@${handle.split('@')[0] ?? ''}`);
  return [...new Intl.Segmenter('nl').segment(counted)].length;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function linked(address: string): string {
  const bare = address.replace(/^https?:\/\/(?:www\.)?/, '');
  const scheme = address.slice(0, address.length - bare.length);
  const [shown, hidden] = [bare.slice(0, 30), bare.slice(30)];
  return (
    `<a href="${address}" target="_blank" rel="nofollow noopener"><span class="invisible">${scheme}</span>` +
    `<span class="${hidden === '' ? '' : 'ellipsis'}">${shown}</span><span class="invisible">${hidden}</span></a>`
  );
}

function mentionHtml(person: Person, host: string): string {
  const address = `https://${person.host ?? host}/@${person.username}`;
  return `<span class="h-card" translate="no"><a href="${address}" class="u-url mention">@<span>${person.username}</span></a></span>`;
}

/** The HTML that Mastodon makes of a text. */
export function htmlOf(text: string, mentions: readonly Person[], host: string): string {
  const byHandle = new Map(mentions.map((person) => [acctOf(person).toLowerCase(), person]));
  const paragraphs = text.split(/\n{2,}/).map((paragraph) => {
    const html = escaped(paragraph)
      .replace(ADDRESS, (address) => linked(address))
      .replace(MENTION, (all, handle: string) => {
        const person = byHandle.get(handle.replace(new RegExp(`@${host}$`, 'i'), '').toLowerCase());
        return person === undefined ? all : mentionHtml(person, host);
      });
    return `<p>${html.replaceAll('\n', '<br />')}</p>`;
  });
  return paragraphs.join('');
}
