// What a new channel begins with. Each thing that is still to be done is a line with "TO WRITE:"; the conformance kit fails and
// lists them until none is left.

const index = ({ name, title, isPull }) => `import { tightestText } from '../../../src/adapter-sdk/index.js';
import type { ChannelAdapter, ReplyWindow } from '../../../src/adapter-sdk/index.js';
import { limits } from './limits.js';
${isPull ? `import { puller } from './pull.js';\n` : ''}import { receiver } from './receiver.js';
import { lookUp, send } from './send.js';

// TO WRITE: until when the platform takes an answer, from the facts; always open when it sets no window.
function replyWindow(): ReplyWindow {
  return { open: true, mode: 'reply', closesAtMs: null };
}

/** ${title}. */
export const adapter: ChannelAdapter = {
  id: '${name}',
  receiver,
${isPull ? '  puller,\n' : ''}  limits,
  textLimit: tightestText(limits),
  // TO WRITE: the address of the platform's API, without a slash at its end.
  baseUrl: { env: ['SCHAKEL_${name.toUpperCase()}_BASE_URL'], standard: 'https://api.${name}.example' },
  replyWindow,
  send,
  lookUp,
};
`;

const limits = () => `import type { DatedLimit } from '../../../src/adapter-sdk/index.js';

// TO WRITE: the longest text of one message, as the platform counts it, here and in manifest.json; and the reply window in hours,
// where the platform sets one.
export const limits: readonly DatedLimit[] = [
  {
    ...{ what: 'text', value: 1000, unit: 'characters', validFrom: '${new Date().toISOString().slice(0, 10)}', validUntil: null },
    source: 'TO WRITE: where the platform says so, and when you read it',
  },
];
`;

const SPLIT = ({ name, codes }) => `
// TO WRITE: read the fields that are needed one by one, and give one event for each thing that happened. Never throw.
function split(request: RawRequest, receivedAtMs: number): readonly ChannelEvent[] {
  const key = createHash('sha256').update(request.rawBody).digest('hex');
  return [
    {
      channel: '${name}',
      account: request.account ?? 'unknown',
      key: \`unrecognised:\${key}\`,
      conversation: 'account',
      action: 'drop',
      occurredAtMs: receivedAtMs,
      unrecognised: '${codes}_BODY_UNREADABLE',
    },
  ];
}
`;

const webhookReceiver = (about) => `import { createHash } from 'node:crypto';
import { hmacMatches } from '../../../src/adapter-sdk/index.js';
import type {
  ChannelEvent,
  RawRequest,
  ReceiverSecrets,
  Verification,
  WebhookReceiver,
} from '../../../src/adapter-sdk/index.js';

// TO WRITE: the header in which the platform signs, and how (this is HMAC-SHA256 over the raw body, in hex).
const SIGNATURE_HEADER = 'x-${about.name}-signature';

function verify(request: RawRequest, secrets: ReceiverSecrets): Verification {
  const given = request.headers[SIGNATURE_HEADER];
  if (!given) {
    return { ok: false, code: 'SIGNATURE_MISSING' };
  }
  const matches = hmacMatches('sha256', secrets.signing, request.rawBody, Buffer.from(given, 'hex'));
  return matches ? { ok: true } : { ok: false, code: 'SIGNATURE_WRONG' };
}
${SPLIT(about)}
/** The front door of the accounts of all municipalities; the path says whose it is. */
export const receiver: WebhookReceiver = { id: '${about.name}', perAccount: true, verify, split };
`;

const pullReceiver = (about) => `import { createHash } from 'node:crypto';
import type { ChannelEvent, RawRequest, Receiver } from '../../../src/adapter-sdk/index.js';
${SPLIT(about)}
/** Reads the pages that were pulled; nobody can post to it. */
export const receiver: Receiver = { id: '${about.name}', split };
`;

const pull = ({
  codes,
}) => `import type { ChannelContext, Puller, PullOutcome, PullRequest } from '../../../src/adapter-sdk/index.js';

const TIMEOUT_MS = 20_000;

// TO WRITE: one look at the account: the first one finds where to begin, later ones give what came since the cursor.
async function look({ cursor }: PullRequest, context: ChannelContext): Promise<PullOutcome> {
  const result = await context.http({
    method: 'GET',
    url: \`\${context.baseUrl}/messages?since=\${encodeURIComponent(cursor ?? '')}\`,
    headers: { authorization: \`Bearer \${String(context.settings['accessToken'])}\` },
    timeoutMs: TIMEOUT_MS,
  });
  return { kind: 'retry', code: '${codes}_NOT_READ', detail: result.kind };
}

export const puller: Puller = { everyMs: () => 60_000, pull: look };
`;

const sendFile = ({
  codes,
}) => `import type { ChannelContext, LookUpOutcome, OutgoingPart, SendOutcome } from '../../../src/adapter-sdk/index.js';

const TIMEOUT_MS = 20_000;

// TO WRITE: one call, and the verdict of its answer: delivered, retry, park, refused, quarantined or unknown.
export async function send(part: OutgoingPart, context: ChannelContext): Promise<SendOutcome> {
  const result = await context.http({
    method: 'POST',
    url: \`\${context.baseUrl}/messages\`,
    headers: {
      'content-type': 'application/json',
      authorization: \`Bearer \${String(context.settings['accessToken'])}\`,
    },
    body: JSON.stringify({ to: part.conversation, text: part.text }),
    timeoutMs: TIMEOUT_MS,
  });
  return result.kind === 'not-sent'
    ? { kind: 'retry', code: '${codes}_NOT_REACHED', detail: result.cause }
    : { kind: 'unknown', code: '${codes}_ANSWER_UNREADABLE' };
}

// TO WRITE: find out what became of an attempt without a clear answer; "untellable" only where no look can ever tell.
export function lookUp(): Promise<LookUpOutcome> {
  return Promise.resolve({ kind: 'unsure', afterMs: 60_000, code: '${codes}_LOOK_UP_UNSURE' });
}
`;

const conformance = ({
  name,
  isPull,
}) => `${isPull ? '' : `import { createHmac } from 'node:crypto';\n`}import { channelConformance, fixturesIn, manifestIn } from '../../../test/conformance/channel/channel-conformance.js';
import { adapter } from './index.js';

channelConformance({
  adapter,
  manifest: manifestIn(import.meta.dirname),
  fixtures: fixturesIn(import.meta.dirname),
  settings: { accessToken: 'example-token' },
${
  isPull
    ? `  // TO WRITE: what the platform answers to a look at the account, as its documentation shows it.
  pulls: {
    account: 'gemeente',
    page: '{"messages":[{"id":"11","from":"ann","text":"De lamp is stuk"}]}',
    cursor: '11',
    empty: '{"messages":[]}',
    refused: { kind: 'answer', status: 401, headers: {}, text: '{"error":"invalid token"}' },
  },
`
    : `  // TO WRITE: how the platform signs, written apart from the adapter so that the two can disagree.
  signing: {
    secret: 'a-secret-of-this-test',
    otherSecret: 'another-secret-of-this-test',
    headers: (body, secret) => ({ 'x-${name}-signature': createHmac('sha256', secret).update(body).digest('hex') }),
  },
`
}  // TO WRITE: what the platform answers to a message that it took, and to a look-up that finds nothing.
  answers: { accepted: '{"id":"12"}', remoteId: '12', nothingFound: '{"messages":[]}' },
});
`;

const manifest = ({ name, isPull }) => ({
  id: name,
  kind: 'channel',
  modes: [isPull ? 'pull' : 'webhook'],
  owner: 'channels',
  receiver: name,
  capabilities: ['sends'],
  eventKey: 'TO WRITE: what makes the key of an event',
  personalData: ['TO WRITE: what of a citizen comes in'],
  limits: { textCharacters: 1000 },
  quality: Object.fromEntries(
    [
      ['signature', 'verify in receiver.ts, with a test of the documented example'],
      ['previous-secret', 'the kit holds it once verify is right'],
      ['dedupes-redelivery', 'the kit holds it once split is right'],
      ['survives-garbage', 'the kit holds it once split is right'],
      ['outcome-unknown', 'the kit holds it once send is right'],
      ['error-codes', 'a table of the errors that the platform documents, with a test'],
      ['reply-window', 'replyWindow in index.ts, or an exemption with the reason'],
    ].map(([rule, what]) => [rule, { todo: `TO WRITE: ${what}` }]),
  ),
});

const settings = ({ title }) => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: `Settings of one account of ${title}`,
  type: 'object',
  additionalProperties: false,
  required: ['accessToken'],
  properties: {
    accessToken: {
      description: 'TO WRITE: what this token is, which rights it needs, and where it is made.',
      type: 'string',
      minLength: 1,
      writeOnly: true,
    },
  },
});

const fixture = ({ name, isPull }) => ({
  label: 'a citizen writes',
  source: 'constructed: TO WRITE: a body of the documentation, or a recorded one',
  account: 'gemeente',
  body: isPull
    ? { messages: [{ id: '11', from: 'ann', text: 'De lamp is stuk', at: '2026-11-23T08:14:02Z' }] }
    : { id: '11', from: 'ann', text: 'De lamp is stuk', at: '2026-11-23T08:14:02Z' },
  expected: [
    {
      channel: name,
      account: 'gemeente',
      key: '11',
      conversation: 'ann',
      action: 'open',
      occurredAtMs: Date.parse('2026-11-23T08:14:02Z'),
      citizen: { aliases: [{ kind: `${name}_user`, value: 'ann' }] },
      message: { id: '11', text: 'De lamp is stuk', attachments: [], isPublic: false },
    },
  ],
});

const readme = ({ title, name, isPull }) => `# ${title}

## What it does

TO WRITE: what becomes a ticket, and how answers go back.

## Set-up

TO WRITE: how a municipality gets the account and its secrets${isPull ? '' : `, and where it registers \`/webhooks/${name}/{account}\``}.

## Limits and windows

TO WRITE: length, rate, reply window, each with where it is written.

## Quirks

TO WRITE: what surprised you.

## Links

TO WRITE: the documentation, and the day on which you compared it.
`;

/**
 * The files of a new channel by their path in its folder.
 *
 * @param about `name` (its id and folder), `title` (for people), `isPull` (the platform posts nothing by itself)
 */
export function channelFiles({ name, title, isPull }) {
  const about = { name, title, isPull, codes: name.toUpperCase() };
  const json = (value) => `${JSON.stringify(value, undefined, 2)}\n`;
  return {
    'index.ts': index(about),
    'limits.ts': limits(),
    'receiver.ts': isPull ? pullReceiver(about) : webhookReceiver(about),
    ...(isPull ? { 'pull.ts': pull(about) } : {}),
    'send.ts': sendFile(about),
    'conformance.test.ts': conformance(about),
    'manifest.json': json(manifest(about)),
    'settings.schema.json': json(settings(about)),
    'fixtures/first-message.json': json(fixture(about)),
    'README.md': readme(about),
  };
}
