import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TargetContext, TargetDelivery } from '../../../src/adapter-sdk/index.js';
import { exampleDelivery, exampleMessage, exampleTicket } from '../../../test/conformance/crm/example-delivery.js';
import { quickHttp } from '../../../test/conformance/crm/crm-conformance.js';
import { type FakeZammad, startFakeZammad } from '../../../test/support/fakes/zammad/fake-zammad.js';
import { adapter } from './index.js';

const SETTINGS = { token: 't', group: 'Meldingen', integrationUserId: 3, webhookToken: 'w' };
const opened = exampleDelivery('opened');

describe('Zammad', () => {
  let zammad: FakeZammad;

  async function restart(options: { readonly hasReferenceAttribute?: boolean } = {}): Promise<void> {
    zammad = await startFakeZammad({ token: 't', integrationUserId: 3, groups: ['Meldingen'], ...options });
  }
  beforeEach(() => restart());
  afterEach(() => zammad.close());

  const contextAt = (afterMs = 0, settings: object = {}): TargetContext => ({
    http: quickHttp().http,
    settings: { ...SETTINGS, url: zammad.url, ...settings },
    nowMs: opened.firstAttemptAtMs + afterMs,
  });
  async function open(): Promise<string> {
    const outcome = await adapter.deliver(opened, contextAt());
    return outcome.kind === 'delivered' ? String(outcome.remoteTicketId) : '';
  }
  const about = (kind: TargetDelivery['kind'], remoteTicketId: string, changes: Partial<TargetDelivery> = {}) =>
    exampleDelivery(kind, { id: `d-${kind}`, remoteTicketId, ...changes });

  it('makes ticket, customer and first article in one call', async () => {
    const remoteTicketId = await open();
    expect(zammad.requests.map((request) => `${request.method} ${request.path}`)).toEqual([
      'POST /api/v1/tickets?expand=true',
    ]);
    expect(zammad.desk.tickets).toMatchObject([
      {
        id: Number(remoteTicketId),
        title: 'Melding 2026-00412: Er zit een diepe put ter hoogte van Kerkstraat 12.',
        group: 'Meldingen',
        schakel_ref: `sch_${exampleTicket.id}`,
        note: exampleTicket.explanation,
      },
    ]);
    expect(zammad.desk.users).toMatchObject([{ login: `schakel-${exampleTicket.citizen.id}`, firstname: 'Lies (X)' }]);
    expect(zammad.desk.articles).toMatchObject([
      {
        type: 'web',
        sender: 'Customer',
        internal: false,
        subject: 'Openbaar bericht via x',
        body: 'Er zit een diepe put ter hoogte van Kerkstraat 12.\nBijlage: image https://beelden.voorbeeld/put.jpg',
        message_id: opened.id,
      },
    ]);
  });

  it('keeps one customer for a citizen with two tickets', async () => {
    await open();
    await adapter.deliver({ ...opened, id: 'd-2', ticket: { ...exampleTicket, id: 'other' } }, contextAt());
    expect([zammad.desk.users.length, zammad.desk.tickets.length]).toEqual([1, 2]);
  });

  it.each<[string, TargetDelivery['kind'], Partial<TargetDelivery>, object]>([
    ['a second message of the citizen', 'message-added', {}, { type: 'web', sender: 'Customer', internal: false }],
    [
      'an answer given elsewhere',
      'message-added',
      { message: { ...exampleMessage, author: 'outside' } },
      { type: 'note', sender: 'Agent', internal: true },
    ],
    [
      'a note of a colleague',
      'message-added',
      { message: { ...exampleMessage, author: 'note' } },
      { type: 'note', sender: 'Agent', internal: true, body: expect.stringContaining('Nota van een collega') },
    ],
    ['a changed message', 'amended', {}, { type: 'note', internal: true, body: expect.stringContaining('gewijzigd') }],
    [
      'a message without text',
      'message-added',
      { message: { ...exampleMessage, text: ' ', attachments: [] } },
      { body: '(bericht zonder tekst)' },
    ],
    [
      'a ticket that went elsewhere',
      'withdrawn',
      {},
      { type: 'note', internal: true, body: expect.stringContaining('niet meer voor u') },
    ],
  ])('shows %s', async (_what, kind, changes, expected) => {
    const remoteTicketId = await open();
    expect(await adapter.deliver(about(kind, remoteTicketId, changes), contextAt())).toMatchObject({
      kind: 'delivered',
      remoteTicketId,
    });
    expect(zammad.desk.articles.at(-1)).toMatchObject(expected);
  });

  it('does not send the text of a message that was taken back', async () => {
    const remoteTicketId = await open();
    await adapter.deliver(about('redacted', remoteTicketId), contextAt());
    expect(zammad.requests.at(-1)?.rawBody.toString()).not.toContain('diepe put');
    expect(zammad.desk.articles.at(-1)).toMatchObject({
      internal: true,
      body: expect.stringContaining('Verwijder de tekst ook hier'),
    });
  });

  it('warns when Zammad does not know the attribute, and then never believes that a ticket is absent', async () => {
    await zammad.close();
    await restart({ hasReferenceAttribute: false });
    expect(await adapter.deliver(opened, contextAt())).toMatchObject({
      kind: 'delivered',
      warning: 'SCHAKEL_REF_MISSING',
    });
    expect(await adapter.lookUp(opened, contextAt(3_600_000))).toEqual({
      kind: 'unsure',
      afterMs: 60_000,
      code: 'CRM_LOOK_UP_FAILED',
    });
  });

  it('sees at once what is there, and believes that something is not there only after the lag', async () => {
    expect(await adapter.lookUp(opened, contextAt(10_000))).toEqual({
      kind: 'unsure',
      afterMs: 20_000,
      code: 'CRM_MAY_STILL_WORK',
    });
    expect(await adapter.lookUp(opened, contextAt(30_000))).toEqual({ kind: 'absent' });
    expect(await adapter.lookUp(opened, contextAt(10_000, { searchLagMs: 5_000 }))).toEqual({ kind: 'absent' });
    const remoteTicketId = await open();
    expect(await adapter.lookUp(opened, contextAt(1_000))).toEqual({
      kind: 'found',
      remoteId: remoteTicketId,
      remoteTicketId,
    });
  });

  it('is not fooled by a request that takes effect after its time limit', async () => {
    zammad.fault({ kind: 'slow', afterMs: 500 });
    expect(await adapter.deliver(opened, contextAt())).toMatchObject({ kind: 'unknown', code: 'CRM_NO_ANSWER' });
    expect((await adapter.lookUp(opened, contextAt(1_000))).kind).toBe('unsure');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await adapter.lookUp(opened, contextAt(31_000))).kind).toBe('found');
    expect(zammad.desk.tickets).toHaveLength(1);
  });

  it.each<[string, Partial<TargetDelivery>, object]>([
    [
      'a ticket that was never made there',
      { remoteTicketId: null },
      { kind: 'quarantined', code: 'REMOTE_TICKET_UNKNOWN' },
    ],
    [
      'a message that is missing',
      { remoteTicketId: '1', message: null },
      { kind: 'quarantined', code: 'MESSAGE_MISSING' },
    ],
    ['a ticket that was deleted there', { remoteTicketId: '999' }, { kind: 'refused', code: 'REMOTE_TICKET_GONE' }],
  ])('has a verdict on %s', async (_what, changes, expected) => {
    expect(await adapter.deliver(exampleDelivery('message-added', changes), contextAt())).toMatchObject(expected);
  });

  it('tells a group that does not exist from a ticket that does not', async () => {
    expect(await adapter.deliver(opened, contextAt(0, { group: 'Weg' }))).toMatchObject({
      kind: 'quarantined',
      code: 'CRM_REJECTED',
      detail: `HTTP 422 No lookup value found for 'group': "Weg"`,
    });
    expect(await adapter.deliver(opened, contextAt(0, { url: `${zammad.url}/wrong` }))).toMatchObject({
      kind: 'park',
      code: 'CRM_ADDRESS_WRONG',
    });
  });

  it('does not believe a 200 that changed nothing', async () => {
    const remoteTicketId = await open();
    const body = JSON.stringify({ id: Number(remoteTicketId), state: 'open' });
    zammad.fault({ kind: 'answer', hasEffect: false, answer: { status: 200, body } });
    expect(await adapter.deliver(about('closed', remoteTicketId), contextAt())).toMatchObject({
      kind: 'quarantined',
      code: 'CRM_CHANGE_IGNORED',
    });
  });

  it.each([
    ['120', 120_000],
    ['Mon, 23 Nov 2026 09:15:04 GMT', 60_000],
    ['Mon, 23 Nov 2020 09:15:04 GMT', 0],
    ['999999999', 86_400_000],
    ['soon', undefined],
  ])('waits as long as %s says', async (header, afterMs) => {
    zammad.fault({
      kind: 'answer',
      hasEffect: false,
      answer: { status: 429, headers: { 'retry-after': header }, body: '{}' },
    });
    const outcome = await adapter.deliver(opened, contextAt());
    expect(outcome.kind === 'retry' ? outcome.afterMs : outcome).toBe(afterMs);
  });
});
