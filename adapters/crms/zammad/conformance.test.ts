import { createHmac } from 'node:crypto';
import type { TargetDelivery } from '../../../src/adapter-sdk/index.js';
import { crmConformance, type CrmHarness } from '../../../test/conformance/crm/crm-conformance.js';
import { type FakeZammad, startFakeZammad } from '../../../test/support/fakes/zammad/fake-zammad.js';
import { adapter } from './index.js';

const exampleSettings = {
  url: 'http://127.0.0.1:9',
  token: 'zammad-token-1',
  group: '1700 Sociale media',
  integrationUserId: 3,
  webhookToken: 'webhook-token-1',
};

/** A ticket per reference, an article per delivery id, a change that history shows. */
function effectsOf(zammad: FakeZammad, delivery: TargetDelivery): number {
  const { desk } = zammad;
  switch (delivery.kind) {
    case 'opened':
      return desk.tickets.filter((ticket) => ticket.schakel_ref === `sch_${delivery.ticket.id}`).length;
    case 'priority-changed':
      return desk.changes.filter((change) => change.field === 'priority').length;
    case 'closed':
      return desk.changes.filter((change) => change.field === 'state' && change.value === 'closed').length;
    default:
      return desk.articles.filter((article) => article.message_id === delivery.id).length;
  }
}

async function startHarness(): Promise<CrmHarness> {
  const { token, group, integrationUserId } = exampleSettings;
  const zammad = await startFakeZammad({ token, integrationUserId, groups: [group] });
  return {
    settings: { ...exampleSettings, url: zammad.url },
    fault: zammad.fault,
    effectsOf: (delivery) => effectsOf(zammad, delivery),
    requestCount: () => zammad.requests.length,
    close: zammad.close,
  };
}

crmConformance({
  adapter,
  folder: import.meta.dirname,
  startHarness,
  exampleSettings,
  secretSettings: ['token', 'webhookToken', 'previousWebhookToken'],
  signHook: (rawBody, settings) => {
    const digest = createHmac('sha1', String(settings['webhookToken'])).update(rawBody).digest('hex');
    return { rawBody, headers: { 'x-hub-signature': `sha1=${digest}` } };
  },
});
