import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { exampleDelivery, exampleMessage, exampleTicket } from '../../../test/conformance/crm/example-delivery.js';
import { compileSchema } from '../../../src/adapter-sdk/index.js';
import { adapter } from './index.js';
import { ticketSchemas } from './ticket-schemas.js';
import { TICKET_EVENTS } from './vocabulary.js';

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8'));
const asSent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const validators = new Map([...ticketSchemas()].map(([name, schema]) => [name, compileSchema<unknown>(schema)]));

describe('what leaves for the contact center', () => {
  it.each(TICKET_EVENTS)('%s is the body of the fixture, by its schema', (kind) => {
    const { event, routingKey } = adapter.encode(exampleDelivery(kind));
    expect(routingKey).toBe(`ticket.${kind}.44021`);
    expect(asSent(event)).toEqual(fixture(`ticket.${kind}.v1`));
    expect(validators.get(`ticket.${kind}.v1`)?.(asSent(event))).toEqual({ ok: true, value: asSent(event) });
  });

  it('carries the delivery id as event id and the ticket as subject', () => {
    const { event } = adapter.encode(exampleDelivery('opened', { id: 'delivery-7' }));
    expect(event).toMatchObject({
      id: 'delivery-7',
      source: '/schakel/municipalities/44021',
      subject: exampleTicket.id,
      type: 'be.schakel.ticket.opened.v1',
      time: '2026-11-23T09:14:03.250Z',
    });
  });

  it('gives the same bytes for the same delivery', () => {
    const once = JSON.stringify(adapter.encode(exampleDelivery('opened')));
    expect(JSON.stringify(adapter.encode(exampleDelivery('opened')))).toBe(once);
  });

  it('sends no content of a message that was taken back, whatever the kind of delivery', () => {
    const message = { ...exampleMessage, redacted: true };
    for (const kind of TICKET_EVENTS) {
      const sent = JSON.stringify(adapter.encode(exampleDelivery(kind, { message })));
      expect(sent).not.toContain('diepe put');
      expect(sent).not.toContain('put.jpg');
    }
  });

  it('is valid for a ticket without deadlines, name or attachments, of an agency', () => {
    const ticket = {
      ...exampleTicket,
      firstResponseDueAt: null,
      citizen: { id: 'c-1', name: null },
      municipality: { nis: 'OVO002949', name: 'Digitaal Vlaanderen' },
    };
    const message = { ...exampleMessage, attachments: [] };
    const { event, routingKey } = adapter.encode(exampleDelivery('opened', { ticket, message }));
    expect(routingKey).toBe('ticket.opened.OVO002949');
    expect(validators.get('ticket.opened.v1')?.(asSent(event)).ok).toBe(true);
  });

  it('is quick', () => {
    const delivery = exampleDelivery('opened');
    const rounds = 20_000;
    const startedAtMs = performance.now();
    for (let round = 0; round < rounds; round += 1) {
      Buffer.from(JSON.stringify(adapter.encode(delivery).event));
    }
    const microseconds = ((performance.now() - startedAtMs) * 1_000) / rounds;
    process.stdout.write(`one opened event as bytes: ${microseconds.toFixed(1)} microseconds\n`);
    expect(microseconds).toBeLessThan(200);
  });
});
