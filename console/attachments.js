import { download, objectUrl } from './api.js';
import { el } from './dom.js';
import { ATTACHMENT_REASONS, ATTACHMENT_TYPES, dayAndTime, sizeOf, word } from './texts.js';

/** What every browser draws; a larger picture is saved instead of shown. */
const DRAWN = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];
const MAX_DRAWN_BYTES = 8 * 1024 * 1024;

/** Pictures that were asked for, so that a refresh does not ask again. The one shown longest ago goes first. */
const pictures = new Map();
const MAX_PICTURES = 50;

function pathOf(ticket, attachment) {
  return `/tickets/${ticket.id}/attachments/${attachment.id}`;
}

function pictureOf(ticket, attachment) {
  const known = pictures.get(attachment.id);
  if (known !== undefined) {
    return known;
  }
  const asked = objectUrl(pathOf(ticket, attachment));
  pictures.set(attachment.id, asked);
  asked.catch(() => pictures.delete(attachment.id));
  const [oldest] = pictures.keys();
  if (pictures.size > MAX_PICTURES) {
    pictures.get(oldest).then(URL.revokeObjectURL, () => undefined);
    pictures.delete(oldest);
  }
  return asked;
}

function picture(ticket, attachment, title) {
  const image = el('img', { class: 'attachment', alt: title });
  pictureOf(ticket, attachment).then(
    (address) => {
      image.src = address;
    },
    () => image.replaceWith(el('span', { class: 'gone' }, 'De foto kon niet worden geladen.')),
  );
  return image;
}

function saveButton(ticket, attachment, title) {
  const save = () => download(pathOf(ticket, attachment), '*/*', attachment.name ?? '').catch(() => undefined);
  return el('button', { type: 'button', onclick: save }, `${title} bewaren`);
}

/** Why there is nothing to see, in a sentence. */
function reasonOf({ state, code }) {
  if (state === 'due') {
    return 'wordt opgehaald';
  }
  return state === 'tombstone' ? word(ATTACHMENT_REASONS, code) : '';
}

function placeText({ latitude, longitude }) {
  return latitude === null || longitude === null ? [] : [`${latitude}, ${longitude}`];
}

function attachmentItem(ticket, attachment) {
  const { type, name, state, mimeType, bytes, url, keptUntil } = attachment;
  const title = [word(ATTACHMENT_TYPES, type), ...(name === null ? [] : [name])].join(': ');
  if (state !== 'fetched') {
    const facts = [title, ...placeText(attachment), reasonOf(attachment)].filter((part) => part !== '').join(' · ');
    const link =
      url === null
        ? ''
        : el('a', { href: url, rel: 'noreferrer noopener', target: '_blank' }, 'bekijk bij het platform');
    return el('li', { class: 'gone' }, facts, link === '' ? '' : ' · ', link);
  }
  const kept = keptUntil === null ? '' : ` · bewaard tot ${dayAndTime(keptUntil)}`;
  const isDrawn = DRAWN.includes(mimeType) && bytes <= MAX_DRAWN_BYTES;
  return el(
    'li',
    {},
    isDrawn ? picture(ticket, attachment, title) : '',
    el('p', { class: 'by' }, saveButton(ticket, attachment, title), ` · ${sizeOf(bytes)}${kept}`),
  );
}

/** What a citizen sent beside words. */
export function attachmentList(ticket, attachments) {
  return attachments.length === 0
    ? ''
    : el(
        'ul',
        { class: 'plain attachments' },
        attachments.map((attachment) => attachmentItem(ticket, attachment)),
      );
}
