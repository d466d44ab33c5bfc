import { createHmac } from 'node:crypto';
import { channelConformance, fixturesIn, manifestIn } from '../../../test/conformance/channel/channel-conformance.js';
import { adapter } from './index.js';

const secretOf = (byte: number): string => `whsec_${Buffer.alloc(24, byte).toString('base64')}`;

channelConformance({
  adapter,
  manifest: manifestIn(import.meta.dirname),
  fixtures: fixturesIn(import.meta.dirname),
  settings: { replyUrl: '/replies', replySecret: secretOf(9) },
  signing: {
    secret: secretOf(7),
    otherSecret: secretOf(8),
    headers: (body, secret, nowMs) => {
      const timestamp = String(Math.floor(nowMs / 1000));
      const signed = Buffer.concat([Buffer.from(`msg_1.${timestamp}.`), body]);
      const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
      const signature = createHmac('sha256', key).update(signed).digest('base64');
      return { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
    },
  },
  answers: { accepted: '', remoteId: 'schakel:out:01JD8R', nothingFound: '', statusDecides: true },
});
