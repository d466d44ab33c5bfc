import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ChannelContext, HttpRequest, OutgoingPart } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';
import { INVITATION_DEFAULTS } from './invitation.js';

const AT_MS = 1_795_600_000_000;
const PART: OutgoingPart = {
  reference: 'schakel:out:01JD8R',
  account: '300000000000001',
  conversation: 'BE.13491208655302741918',
  text: 'De ploeg komt donderdag langs. 🚧',
  citizenAliases: [],
  inReplyTo: 'wamid.TESTIN1',
  replyMode: 'service',
  firstAttemptAtMs: AT_MS,
};
const BSUID = { kind: 'bsuid', value: 'BE.13491208655302741918' };

function accepting(nowMs: number = AT_MS): ChannelContext & { readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  return {
    requests,
    http: (request) => {
      requests.push(request);
      return Promise.resolve({ kind: 'answer', status: 200, headers: {}, text: '{"messages":[{"id":"wamid.OUT1"}]}' });
    },
    baseUrl: 'http://127.0.0.1:9',
    settings: { accessToken: 't', appSecret: 's' },
    nowMs,
  };
}

describe('sending', () => {
  it('sends exactly this', async () => {
    const context = accepting();
    expect(await adapter.send(PART, context)).toEqual({ kind: 'delivered', remoteId: 'wamid.OUT1' });
    expect(context.requests[0]?.url).toContain('/v26.0/300000000000001/messages?appsecret_proof=');
    expect(JSON.parse(context.requests[0]?.body ?? '')).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      recipient: 'BE.13491208655302741918',
      type: 'text',
      context: { message_id: 'wamid.TESTIN1' },
      text: { body: 'De ploeg komt donderdag langs. 🚧', preview_url: false },
      biz_opaque_callback_data: 'schakel:out:01JD8R',
    });
  });

  it.each([
    [
      'the number, with a plus',
      [BSUID, { kind: 'wa_id', value: '32470000001' }],
      PART.conversation,
      { to: '+32470000001' },
    ],
    ['the number of the conversation', [], '32470000001', { to: '+32470000001' }],
    ['the scoped id without a number', [BSUID], PART.conversation, { recipient: BSUID.value }],
    ['the scoped id, when the number names the conversation only', [BSUID], '32470000001', { recipient: BSUID.value }],
  ])('goes to %s', async (_label, citizenAliases, conversation, expected) => {
    const context = accepting();
    await adapter.send({ ...PART, citizenAliases, conversation }, context);
    const body = JSON.parse(context.requests[0]?.body ?? '') as Readonly<Record<string, unknown>>;
    expect({ to: body['to'], recipient: body['recipient'] }).toEqual({
      to: undefined,
      recipient: undefined,
      ...expected,
    });
  });

  it('does not call when nobody can be addressed', async () => {
    const context = accepting();
    const outcome = await adapter.send({ ...PART, conversation: 'BE.ENT.900001' }, context);
    expect(outcome).toEqual({ kind: 'refused', code: 'RECIPIENT_UNKNOWN' });
    expect(context.requests).toEqual([]);
  });
});

describe('an invitation to write again', () => {
  const ABOUT = { ticketNumber: '1068', municipality: 'Sint-Lievens-\n  Houtem' };
  const SETTINGS = { invitationTemplate: 'melding_update', invitationLanguage: 'nl_BE' };

  it('is kept as the citizen reads it, with values that WhatsApp takes', () => {
    expect(adapter.invitation?.(ABOUT, SETTINGS)).toBe(
      'Er is nieuws over uw melding 1068 bij Sint-Lievens- Houtem. Antwoord op dit bericht om verder te praten.',
    );
    expect(adapter.invitation?.(ABOUT, { ...SETTINGS, invitationText: '{{2}}: melding {{1}}?' })).toBe(
      'Sint-Lievens- Houtem: melding 1068?',
    );
    expect(adapter.invitation?.(ABOUT, {})).toBeUndefined();
  });

  it('has the defaults that the schema tells', () => {
    const schema = JSON.parse(readFileSync(join(import.meta.dirname, 'settings.schema.json'), 'utf8')) as {
      readonly properties: Readonly<Record<string, { readonly default?: unknown }>>;
    };
    for (const [name, value] of Object.entries(INVITATION_DEFAULTS)) {
      expect([name, schema.properties[name]?.default]).toEqual([name, value]);
    }
  });

  it('goes as the approved template, and cites nothing', async () => {
    const context = accepting();
    await adapter.send({ ...PART, invitation: ABOUT }, { ...context, settings: { ...context.settings, ...SETTINGS } });
    const body = JSON.parse(context.requests[0]?.body ?? '') as Readonly<Record<string, unknown>>;
    expect(body).toMatchObject({
      type: 'template',
      template: {
        name: 'melding_update',
        language: { code: 'nl_BE' },
        components: [
          {
            type: 'body',
            parameters: [
              { type: 'text', text: '1068' },
              { type: 'text', text: 'Sint-Lievens- Houtem' },
            ],
          },
        ],
      },
      biz_opaque_callback_data: PART.reference,
    });
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['text']));
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['context']));
  });

  it('calls nobody when the template was taken out of the settings', async () => {
    const context = accepting();
    const outcome = await adapter.send({ ...PART, invitation: ABOUT }, context);
    expect(outcome).toMatchObject({ kind: 'quarantined', code: 'WHATSAPP_TEMPLATE_WRONG' });
    expect(context.requests).toEqual([]);
  });
});

describe('looking up', () => {
  it('waits for a status before it says absent, and asks nobody', async () => {
    expect(await adapter.lookUp(PART, accepting(AT_MS + 20_000))).toEqual({
      kind: 'unsure',
      afterMs: 100_000,
      code: 'META_NOT_SHOWN_YET',
    });
    expect(await adapter.lookUp(PART, accepting(AT_MS + 120_000))).toEqual({ kind: 'absent' });
  });
});
