import { Webhook } from 'standardwebhooks';
import { crmConformance, type CrmHarness } from '../../../test/conformance/crm/crm-conformance.js';
import { exampleDelivery } from '../../../test/conformance/crm/example-delivery.js';
import { startFakeWebhookTarget } from '../../../test/support/fakes/webhook-target/fake-webhook-target.js';
import { adapter } from './index.js';

const exampleSettings = {
  url: 'http://127.0.0.1:9/schakel',
  secret: 'whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH',
  hookSecret: 'whsec_CAgICAgICAgICAgICAgICAgICAgICAgI',
};

async function startHarness(): Promise<CrmHarness> {
  const target = await startFakeWebhookTarget({
    secret: exampleSettings.secret,
    now: () => exampleDelivery('opened').firstAttemptAtMs,
  });
  return {
    settings: { ...exampleSettings, url: `${target.url}/schakel` },
    fault: target.fault,
    effectsOf: (delivery) => target.processed.filter((event) => event.webhookId === delivery.id).length,
    requestCount: () => target.requests.length,
    close: target.close,
  };
}

crmConformance({
  adapter,
  folder: import.meta.dirname,
  startHarness,
  exampleSettings,
  secretSettings: ['secret', 'hookSecret', 'previousHookSecret'],
  signHook: (rawBody, settings, nowMs) => {
    const signature = new Webhook(String(settings['hookSecret'])).sign('msg_1', new Date(nowMs), rawBody.toString());
    const seconds = String(Math.floor(nowMs / 1_000));
    return {
      rawBody,
      headers: { 'webhook-id': 'msg_1', 'webhook-timestamp': seconds, 'webhook-signature': signature },
    };
  },
});
