import { createHmac } from 'node:crypto';

/** The Messenger accounts of the five municipalities in config/demo. */
const PAGES = ['101100200000001', '102406200000001', '103100500000001', '104402100000001', '107107200000001'];
const CITIZENS = 10_000;
// Written as Meta sends it: what is not ASCII is escaped in the bytes that are signed.
const TEXTS = [
  'Goeiemorgen, al twee weken wordt het restafval in onze straat niet opgehaald en de zakken staan nu overal.',
  'De straatverlichting aan het kruispunt bij de school is stuk, kan er iemand naar komen kijken? Dank u wel.',
  'Hoe kan ik een nieuwe identiteitskaart aanvragen voor mijn dochter, en hoe lang duurt dat nu ongeveer?',
  'Bonjour, o\\u00f9 puis-je demander un permis de stationnement pour les habitants de mon quartier ?',
  'Er ligt sluikstort naast de glasbol op het plein: matrassen, een kapotte zetel en wat bouwafval.',
];

function bodyOf(series, index) {
  const citizen = (index * 7_919) % CITIZENS;
  const page = PAGES[citizen % PAGES.length];
  const at = Date.now();
  const mid = `m_${series}${String(index).padStart(8, '0')}kVqtLk9GfZcYb2Rr0mYw8Xo3pN1sHd5eTj7uQa4iBv6lCzAxWgKyMfOh`;
  const message = `{"mid":"${mid}","text":"${TEXTS[index % TEXTS.length]} (melding ${index})"}`;
  const talk = `"sender":{"id":"7${String(citizen).padStart(16, '0')}"},"recipient":{"id":"${page}"},"timestamp":${at}`;
  return `{"object":"page","entry":[{"time":${at},"id":"${page}","messaging":[{${talk},"message":${message}}]}]}`;
}

function requestOf(body, { path, secret }) {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return (
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: facebookexternalua\r\naccept: */*\r\n` +
    `content-type: application/json\r\nx-hub-signature-256: sha256=${signature}\r\n` +
    `content-length: ${body.length}\r\n\r\n${body}`
  );
}

/**
 * Webhooks of one message each, ready to be written to a socket: signing them costs nothing while something is measured.
 *
 * @param series makes the message ids differ from those of other series
 */
export function signedRequests({ series, count, path, secret }) {
  const requests = [];
  for (let index = 0; index < count; index += 1) {
    requests.push(Buffer.from(requestOf(bodyOf(series, index), { path, secret }), 'latin1'));
  }
  return requests;
}
