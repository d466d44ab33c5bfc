import { channelConformance, fixturesIn, manifestIn } from '../../../test/conformance/channel/channel-conformance.js';
import { answer } from '../../../test/conformance/channel/scripted-http.js';
import type { HttpRequest, HttpResult } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';

const OWN = 'did:plc:gggghhhhiiiijjjjkkkkllll';
const POST = 'at://did:plc:aaaabbbbccccddddeeeeffff/app.bsky.feed.post/3m6voorbeeld2';
const INDEXED_AT = '2026-11-23T07:58:11.412Z';
const SESSION = { did: OWN, handle: 'gemeente.voorbeeld.be', accessJwt: 'access', refreshJwt: 'refresh' };

/** Logging in, reading the post that is answered, and asking for the conversation with its writer. The look-up of our own post is no preparation. */
function prepares(request: HttpRequest): HttpResult | undefined {
  if (/\/xrpc\/com\.atproto\.server\.(create|refresh)Session$/.test(request.url)) {
    return answer(200, JSON.stringify(SESSION));
  }
  if (request.url.includes('chat.bsky.convo.getConvoForMembers')) {
    return answer(200, '{"convo":{"id":"3l5gesprek222","rev":"3l5gesprek223"}}');
  }
  const isParent = request.url.includes('getRecord') && !request.url.includes(encodeURIComponent(OWN));
  return isParent ? answer(200, JSON.stringify({ uri: POST, cid: 'bafyparent', value: {} })) : undefined;
}

channelConformance({
  adapter,
  manifest: manifestIn(import.meta.dirname),
  fixtures: fixturesIn(import.meta.dirname),
  settings: {
    identifier: 'gemeente.voorbeeld.be',
    appPassword: 'abcd-efgh-ijkl-mnop',
    service: 'https://bsky.social',
    directMessages: false,
  },
  prepares,
  pulls: {
    account: 'brugge-bluesky',
    from: '{"watermarkMs":1795420690000,"seen":[]}',
    page: JSON.stringify({
      notifications: [
        {
          uri: POST,
          cid: 'bafyreivoorbeeld',
          author: { did: 'did:plc:aaaabbbbccccddddeeeeffff', handle: 'an.voorbeeld.be' },
          reason: 'mention',
          record: { $type: 'app.bsky.feed.post', text: '@gemeente.voorbeeld.be sluikstort' },
          indexedAt: INDEXED_AT,
        },
      ],
    }),
    cursor: `{"watermarkMs":${Date.parse(INDEXED_AT)},"seen":["7X4MUK6y"]}`,
    empty: '{"notifications":[]}',
    refused: answer(400, '{"error":"AccountTakedown","message":"Account has been taken down"}'),
  },
  answers: {
    accepted: `{"uri":"at://${OWN}/app.bsky.feed.post/3m6antwoord22","cid":"bafyantwoord","validationStatus":"valid"}`,
    remoteId: `at://${OWN}/app.bsky.feed.post/3m6antwoord22`,
    inPrivate: {
      ...{ accepted: '{"id":"3l5antwoord22","rev":"3l5antwoord23"}', remoteId: '3l5antwoord22' },
      ...{ conversation: '3l5gesprek222', settings: { directMessages: true } },
    },
    nothingFound: '{"error":"RecordNotFound","message":"Could not locate record"}',
    tokenRefused: '{"error":"AccountTakedown","message":"Account has been taken down"}',
  },
});
