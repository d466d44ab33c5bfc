import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { channelConformance, fixturesIn, manifestIn } from '../../../test/conformance/channel/channel-conformance.js';
import { adapter } from './index.js';

const COMMENT = 'urn:li:comment:(urn:li:activity:7400000000000000001,7400000000000009999)';

/** The pulled page is what LinkedIn lists, not what Schakel keeps: so it is no fixture. */
function listOf(...elements: readonly object[]): string {
  return JSON.stringify({ elements, paging: { start: 0, count: 20, links: [] } });
}

const NOTIFICATION = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', 'comment.json'), 'utf8')) as {
  readonly body: { readonly items: readonly [{ readonly notification: object }] };
};

channelConformance({
  adapter,
  manifest: manifestIn(import.meta.dirname),
  fixtures: fixturesIn(import.meta.dirname),
  settings: { accessToken: 'AQXtest-token_of.a-page', version: '202607' },
  pulls: {
    account: '9900001',
    page: listOf(NOTIFICATION.body.items[0].notification),
    cursor: '{"since":1795421642000,"seen":[["5603000001",1795421642000]]}',
    empty: listOf(),
    refused: {
      kind: 'answer',
      status: 401,
      headers: {},
      text: '{"status":401,"serviceErrorCode":65601,"code":"REVOKED_ACCESS_TOKEN","message":"The token used in the request has been revoked by the user"}',
    },
  },
  answers: {
    accepted: JSON.stringify({ commentUrn: COMMENT, id: '7400000000000009999' }),
    remoteId: '7400000000000000001,7400000000000009999',
    nothingFound: listOf(),
    tokenRefused:
      '{"status":401,"serviceErrorCode":65600,"code":"INVALID_ACCESS_TOKEN","message":"Invalid access token"}',
  },
});
