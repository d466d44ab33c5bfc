import { describe, expect, it } from '@jest/globals';
import { exampleDelivery } from '../../test/conformance/crm/example-delivery.js';
import { testSettings } from '../../test/support/test-settings.js';
import type { CrmAdapter, SendOutcome } from '../adapter-sdk/index.js';
import { compileTopics, type Item, type TargetRuntime } from '../handling/index.js';
import { createLocalBreaker } from '../platform/http-out/local-breaker.js';
import { compileSettings } from '../settings/compile.js';
import type { ActiveSettings } from './active-settings.js';
import { deliverSettings } from './deliver-settings.js';

// Attempts read the content only.
const ITEM = { delivery: {}, content: { to: 'target', delivery: exampleDelivery('opened') } } as Item;

function activeSettings(): ActiveSettings {
  return {
    ...{ compiled: compileSettings(testSettings(), compileTopics), activation: '1', missing: [] },
    ...{ resolve: () => ({}), secrets: () => [] },
  };
}

/** Serves a CRM whose attempts end like this, one after the other. */
function scene(outcomes: readonly SendOutcome[]) {
  const left = [...outcomes];
  const crm: CrmAdapter = {
    id: 'zammad',
    deliver: () => Promise.resolve(left.shift() ?? { kind: 'delivered' }),
    lookUp: () => Promise.resolve({ kind: 'absent' }),
  };
  const warnings: string[] = [];
  let active = activeSettings();
  const settings = deliverSettings({
    adapters: {
      ...{ channels: new Map(), crms: new Map([['zammad', crm]]), contactCenters: new Map() },
      catalogue: { ids: () => [], settingsSchema: () => undefined },
    },
    current: () => active,
    http: () => Promise.reject(new Error('nothing is sent in this test')),
    mail: { sendMail: () => Promise.reject(new Error('nothing is mailed in this test')) },
    breaker: createLocalBreaker({ minCalls: 20, failurePercent: 60, windowMs: 10_000, openMs: 1_000 }),
    carry: () => Promise.resolve([]),
    ...{ env: {}, now: () => 0 },
    onWarning: (target, code) => warnings.push(`${target} ${code}`),
  });
  return {
    warnings,
    anotherSnapshot: () => {
      active = activeSettings();
    },
    attempt: async (): Promise<SendOutcome[]> => {
      const told: SendOutcome[] = [];
      const runtime: TargetRuntime | undefined = settings().target('gent-crm');
      await runtime?.send([ITEM], (_, outcome) => told.push(outcome));
      return told;
    },
  };
}

describe('a target that takes a delivery and warns', () => {
  const warned: SendOutcome = { kind: 'delivered', warning: 'SCHAKEL_REF_MISSING' };

  it('is told once per warning and snapshot', async () => {
    const { attempt, warnings, anotherSnapshot } = scene([warned, warned, { ...warned, warning: 'OTHER' }, warned]);
    expect(await attempt()).toEqual([warned]);
    await attempt();
    expect(warnings).toEqual(['gent-crm SCHAKEL_REF_MISSING']);
    await attempt();
    anotherSnapshot();
    await attempt();
    expect(warnings).toEqual(['gent-crm SCHAKEL_REF_MISSING', 'gent-crm OTHER', 'gent-crm SCHAKEL_REF_MISSING']);
  });

  it('is not told where nothing is wrong', async () => {
    const { attempt, warnings } = scene([{ kind: 'delivered' }, { kind: 'retry', code: 'CRM_BUSY' }]);
    await attempt();
    await attempt();
    expect(warnings).toEqual([]);
  });
});
