import type { CrmAdapter } from '../../../src/adapter-sdk/index.js';
import { deliver, lookUp } from './deliver.js';
import { split, verify } from './hooks.js';

export const adapter: CrmAdapter = { id: 'standard-webhooks', deliver, lookUp, hooks: { verify, split } };
