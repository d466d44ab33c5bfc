import type { LyingMail } from './state.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** `BODY.PEEK[2.MIME]` or `BODY[]<0.65536>`, or a word. */
const ITEM = /(BODY(?:\.PEEK)?\[([\w.]*)\](?:<(\d{1,10})\.(\d{1,10})>)?)|([A-Z0-9.]+)/gi;

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function internalDate(atMs: number): string {
  const at = new Date(atMs);
  const time = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map((one) => two(one)).join(':');
  return `"${two(at.getUTCDate())}-${MONTHS[at.getUTCMonth()] ?? ''}-${at.getUTCFullYear()} ${time} +0000"`;
}

function sectionOf(mail: LyingMail, name: string, start: string | undefined, length: string | undefined): Buffer {
  const all = mail.sections.get(name.toUpperCase()) ?? Buffer.alloc(0);
  const bytes = start === undefined ? all : all.subarray(Number(start), Number(start) + Number(length));
  const origin = start === undefined ? '' : `<${start}>`;
  return Buffer.concat([Buffer.from(`BODY[${name}]${origin} {${bytes.length}}\r\n`), bytes]);
}

function factOf(mail: LyingMail, name: string): string | undefined {
  switch (name.toUpperCase()) {
    case 'UID':
      return `UID ${mail.uid}`;
    case 'RFC822.SIZE':
      return `RFC822.SIZE ${mail.sections.get('')?.length ?? 0}`;
    case 'INTERNALDATE':
      return `INTERNALDATE ${internalDate(mail.arrivedAtMs)}`;
    case 'BODYSTRUCTURE':
      return `BODYSTRUCTURE ${mail.structure}`;
    case 'FLAGS':
      return 'FLAGS ()';
    default:
      return undefined;
  }
}

/** What is told of a mail to who asks for these items; an item that is not known is left out. */
export function fetched(mail: LyingMail, sequence: number, items: string): Buffer {
  const told: Buffer[] = [];
  for (const [, section, name = '', start, length, word = ''] of items.matchAll(ITEM)) {
    const fact = section === undefined ? factOf(mail, word) : sectionOf(mail, name, start, length);
    if (fact !== undefined) {
      told.push(...(told.length === 0 ? [] : [Buffer.from(' ')]), Buffer.from(fact));
    }
  }
  return Buffer.concat([Buffer.from(`* ${sequence} FETCH (`), ...told, Buffer.from(')\r\n')]);
}

/** Whether a number is in a set such as `3,5:9,12:*`; the last one is in it when `*` is. */
export function isInSet(uid: number, set: string, last: number): boolean {
  return set.split(',').some((range) => {
    const [from = 0, to = from] = range.split(':').map((end) => (end === '*' ? last : Number(end)));
    return uid >= Math.min(from, to) && uid <= Math.max(from, to);
  });
}
