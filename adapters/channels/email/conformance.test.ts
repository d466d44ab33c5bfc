import { channelConformance, fixturesIn, manifestIn } from '../../../test/conformance/channel/channel-conformance.js';
import { adapter } from './index.js';
import { ourMessageId } from './thread.js';

const ADDRESS = 'meldingen@voorbeeldegem.be';
/** Of the first mail in the fixtures that opens a ticket, in the order of their names. */
const CONVERSATION = 'tdr5wiytj7lvdi5j';
const PAGE = JSON.stringify({
  numbering: '7',
  mails: [
    {
      uid: 12,
      sizeBytes: 300,
      arrivedAtMs: 1_795_500_000_000,
      headers: [['message-id', '<koen-1@burger.voorbeeld>']],
      from: { name: 'Koen', address: 'koen@burger.voorbeeld' },
      subject: 'Put in de weg',
      text: 'Er is een put in de Beekstraat.',
      machineParts: [],
      files: [],
    },
  ],
});

channelConformance({
  adapter,
  manifest: manifestIn(import.meta.dirname),
  fixtures: fixturesIn(import.meta.dirname),
  settings: {
    imapHost: 'imap.voorbeeldegem.be',
    smtpHost: 'smtp.voorbeeldegem.be',
    user: ADDRESS,
    password: 'wachtwoord-van-de-postbus',
  },
  pulls: {
    account: ADDRESS,
    from: '7:10:10:0:0',
    page: PAGE,
    cursor: '7:10:12:0:0',
    empty: '{"numbering":"7","mails":[]}',
    refused: { kind: 'answer', status: 401, headers: {}, text: '{}' },
  },
  answers: {
    accepted: '{"accepted":true}',
    remoteId: ourMessageId(ADDRESS, CONVERSATION, 'schakel:out:01JD8R'),
    nothingFound: '{}',
    tokenRefused: '{"responseCode":535}',
  },
});
