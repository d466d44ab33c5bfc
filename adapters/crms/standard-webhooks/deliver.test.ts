import { describe, expect, it } from '@jest/globals';
import { exampleDelivery, exampleMessage } from '../../../test/conformance/crm/example-delivery.js';
import { httpGiving } from '../../../test/conformance/crm/quick-http.js';
import { adapter } from './index.js';

const settings = { url: 'https://crm.voorbeeld/in', secret: 'whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH', hookSecret: 'x' };
const NOW_MS = Date.UTC(2026, 10, 23, 10, 0, 0);

function answered(status: number, text = '', headers: Readonly<Record<string, string>> = {}) {
  const quick = httpGiving({ kind: 'answer', status, headers, text });
  return { quick, outcome: adapter.deliver(exampleDelivery('opened'), { http: quick.http, settings, nowMs: NOW_MS }) };
}

describe('a target of Standard Webhooks', () => {
  it.each<[number, string, Readonly<Record<string, string>>, object]>([
    [200, 'ok', {}, { kind: 'delivered' }],
    [202, '{"ok":true,"error":null}', {}, { kind: 'delivered' }],
    [204, '', {}, { kind: 'delivered' }],
    [200, '{"ok":false}', {}, { kind: 'quarantined', code: 'TARGET_SAYS_NO' }],
    [200, '{"error":{"code":7}}', {}, { kind: 'quarantined', code: 'TARGET_SAYS_NO' }],
    [200, '<html><form>log in</form></html>', {}, { kind: 'park', code: 'TARGET_IS_A_PAGE' }],
    [302, '', { location: '/' }, { kind: 'park', code: 'TARGET_REDIRECTS' }],
    [404, '', {}, { kind: 'park', code: 'TARGET_ADDRESS_WRONG' }],
    [410, '', {}, { kind: 'park', code: 'TARGET_DISABLED' }],
    [408, '', {}, { kind: 'retry', code: 'TARGET_BUSY' }],
    [429, '', { 'retry-after': 'Mon, 23 Nov 2026 10:00:30 GMT' }, { kind: 'retry', afterMs: 30_000 }],
    [500, '', {}, { kind: 'retry', code: 'TARGET_FAILED' }],
    [503, '', { 'retry-after': '7' }, { kind: 'retry', afterMs: 7_000 }],
    [409, '', {}, { kind: 'quarantined', code: 'TARGET_REJECTED' }],
  ])('that answers %i %s', async (status, text, headers, expected) => {
    expect(await answered(status, text, headers).outcome).toMatchObject(expected);
  });

  it('gets the body of the convention, under the delivery id', () => {
    const { quick } = answered(200);
    const [request] = quick.requests;
    expect(request?.headers).toMatchObject({
      'webhook-id': exampleDelivery('opened').id,
      'content-type': 'application/json',
    });
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      type: 'ticket.opened',
      timestamp: '2026-11-23T09:14:03.250Z',
      data: {
        revision: 1,
        ticket: { kind: 'report', municipality: { nis: '44021' } },
        message: { id: exampleMessage.id },
      },
    });
  });

  it('gets the same body on every attempt, and another signature', async () => {
    const quick = httpGiving({ kind: 'answer', status: 500, headers: {}, text: '' });
    for (const nowMs of [NOW_MS, NOW_MS + 60_000]) {
      await adapter.deliver(exampleDelivery('opened'), { http: quick.http, settings, nowMs });
    }
    expect(new Set(quick.requests.map((request) => request.body)).size).toBe(1);
    expect(new Set(quick.requests.map((request) => request.headers?.['webhook-signature'])).size).toBe(2);
  });

  it('gets no text of a message that was taken back', async () => {
    const quick = httpGiving({ kind: 'answer', status: 200, headers: {}, text: '' });
    await adapter.deliver(exampleDelivery('redacted'), { http: quick.http, settings, nowMs: NOW_MS });
    expect(quick.requests[0]?.body).not.toContain('diepe put');
    expect(quick.requests[0]?.body).not.toContain('put.jpg');
  });

  it('waits for a person when its secret is no secret', async () => {
    const quick = httpGiving({ kind: 'answer', status: 200, headers: {}, text: '' });
    const context = { http: quick.http, settings: { ...settings, secret: 'short' }, nowMs: NOW_MS };
    expect(await adapter.deliver(exampleDelivery('opened'), context)).toEqual({
      kind: 'park',
      code: 'TARGET_SECRET_TOO_SHORT',
    });
    expect(quick.requests).toEqual([]);
  });
});
