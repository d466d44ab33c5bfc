import type { CrmAdapter, HttpClient, SendOutcome } from '../../adapter-sdk/index.js';
import type { Item, TargetRuntime } from '../../handling/index.js';

export interface CrmRuntimeOptions {
  readonly adapter: CrmAdapter;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly http: HttpClient;
  readonly maxInFlight: number;
  readonly now: () => number;
  readonly guard: (attempt: () => Promise<SendOutcome>) => Promise<SendOutcome>;
}

/** A municipality's own CRM as a target. */
export function crmRuntime(options: CrmRuntimeOptions): TargetRuntime {
  const { adapter, settings, http, now } = options;

  async function sendOne({ content }: Item): Promise<SendOutcome> {
    return content.to === 'target'
      ? options.guard(() => adapter.deliver(content.delivery, { http, settings, nowMs: now() }))
      : { kind: 'quarantined', code: 'NOT_FOR_A_TARGET' };
  }

  return {
    maxInFlight: options.maxInFlight,
    maxBatch: options.maxInFlight,
    meterOf: ({ kind }) => (kind === 'opened' ? 'delivery.crm' : undefined),
    async send(items, told) {
      await Promise.all(
        items.map(async (item) => {
          told(item, await sendOne(item));
        }),
      );
    },
    async lookUp({ content }) {
      return content.to === 'target'
        ? adapter.lookUp(content.delivery, { http, settings, nowMs: now() })
        : { kind: 'absent' };
    },
  };
}
