import { createHmac } from 'node:crypto';
import type { Signing } from './kit-input.js';

/** As Meta signs: the app secret over the bytes of the body. */
export const metaSigning: Signing = {
  secret: 'schakel-testgeheim',
  otherSecret: 'another-secret',
  headers: (body, secret) => ({
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  }),
};

/** Settings by the schema of any of the four Meta channels. */
export const metaSettingsExample = {
  accessToken: 'EAATESTTOKEN',
  appSecret: 'schakel-testgeheim',
  apiVersion: 'v26.0',
  confirmWaitMs: 120_000,
};
