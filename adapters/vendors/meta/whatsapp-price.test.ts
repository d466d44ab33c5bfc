import { describe, expect, it } from '@jest/globals';
import { priceOf } from './whatsapp-price.js';

const REGULAR = { billable: true, pricing_model: 'PMP', type: 'regular', category: 'service' };

describe('what Meta charges for a message', () => {
  it.each(['delivered', 'read'] as const)('is due once it is %s', (status) => {
    expect(priceOf(REGULAR, status)).toEqual({ price: { item: 'whatsapp.service' } });
  });

  it.each(['sent', 'failed'] as const)('is not due when it is only %s', (status) => {
    expect(priceOf(REGULAR, status)).toEqual({});
  });

  it.each(['free_customer_service', 'free_entry_point'])('is nothing for the type %s', (type) => {
    expect(priceOf({ ...REGULAR, type }, 'delivered')).toEqual({});
  });

  it('goes by "billable" only where there is no type', () => {
    const { type: _, ...older } = REGULAR;
    expect(priceOf(older, 'delivered')).toEqual({ price: { item: 'whatsapp.service' } });
    expect(priceOf({ ...older, billable: false }, 'delivered')).toEqual({});
    expect(priceOf({ ...REGULAR, billable: false }, 'delivered')).toEqual({ price: { item: 'whatsapp.service' } });
  });

  it('names a category that nobody heard of, and one that is no name', () => {
    expect(priceOf({ ...REGULAR, category: 'Referral_Conversion' }, 'read')).toEqual({
      price: { item: 'whatsapp.referral_conversion' },
    });
    expect(priceOf({ ...REGULAR, category: 'a b\n' }, 'read')).toEqual({ price: { item: 'whatsapp.unknown' } });
    expect(priceOf({ ...REGULAR, category: 7 }, 'read')).toEqual({ price: { item: 'whatsapp.unknown' } });
  });

  it.each([undefined, null, 'free', [], 7])('is nothing in %p', (pricing) => {
    expect(priceOf(pricing, 'delivered')).toEqual({});
  });
});
