import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { fieldsOf, textOf } from './read.js';

type Receipt = NonNullable<ChannelEvent['receipt']>;

/** Meta charges for what was delivered; `sent` tells the price before. */
const CHARGED: ReadonlySet<Receipt['status']> = new Set(['delivered', 'read']);
const CATEGORY = /^[a-z0-9_-]{1,60}$/;

/** `type` says whether it is charged; `billable`, which Meta takes away, only where there is no type. */
function isCharged(type: string | undefined, billable: unknown): boolean {
  return type === undefined ? billable === true : type === 'regular';
}

/**
 * The item of the rate card that Meta charges for: the category of the message, also one that nobody heard of yet, so
 * that a new kind of charge is asked about and not passed over.
 */
export function priceOf(pricing: unknown, status: Receipt['status']): Pick<Receipt, 'price'> {
  const fields = fieldsOf(pricing);
  if (fields === undefined || !CHARGED.has(status) || !isCharged(textOf(fields['type']), fields['billable'])) {
    return {};
  }
  const category = textOf(fields['category'])?.toLowerCase() ?? '';
  return { price: { item: `whatsapp.${CATEGORY.test(category) ? category : 'unknown'}` } };
}
