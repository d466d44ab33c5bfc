import type { CrmAdapter } from '../../../src/adapter-sdk/index.js';
import { deliver } from './deliver.js';
import { split, verify } from './hooks.js';
import { lookUp } from './look-up.js';

export const adapter: CrmAdapter = { id: 'zammad', deliver, lookUp, hooks: { verify, split } };
