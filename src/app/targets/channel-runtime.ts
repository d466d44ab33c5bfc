import type { ChannelAdapter, HttpClient, MailClient, SendOutcome } from '../../adapter-sdk/index.js';
import { ratesAt } from '../../domain/sending-rate.js';
import type { Item, TargetRuntime } from '../../handling/index.js';

export interface ChannelRuntimeOptions {
  readonly adapter: ChannelAdapter;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly baseUrl: string;
  readonly http: HttpClient;
  readonly mail: MailClient;
  readonly maxInFlight: number;
  readonly now: () => number;
  /** Runs an attempt behind the local breaker; `refused` when the breaker holds it back. */
  readonly guard: (attempt: () => Promise<SendOutcome>) => Promise<SendOutcome>;
}

/** The citizens of one account of a channel, as a target of answers. */
export function channelRuntime(options: ChannelRuntimeOptions): TargetRuntime {
  const { adapter, settings, baseUrl, http, mail, now } = options;

  async function sendOne({ content }: Item): Promise<SendOutcome> {
    if (content.to !== 'citizen') {
      return { kind: 'quarantined', code: 'NOT_A_REPLY' };
    }
    const nowMs = now();
    // Checked again: an answer that waited for a retry may have become too late.
    const window = adapter.replyWindow({ ...content.window, nowMs, isHumanAuthor: true, settings });
    if (!window.open) {
      return window.code === 'REPLY_NOT_INVITED'
        ? { kind: 'refused', code: window.code }
        : {
            kind: 'refused',
            code: window.code,
            detail: `closed since ${new Date(window.closedAtMs).toISOString()}`,
          };
    }
    const part = { ...content.part, replyMode: window.mode };
    return options.guard(() => adapter.send(part, { http, mail, baseUrl, settings, nowMs }));
  }

  return {
    maxInFlight: options.maxInFlight,
    maxBatch: options.maxInFlight,
    rates: () => ratesAt(adapter.limits ?? [], now()),
    meterOf: () => 'answer.sent',
    priceItemOf({ content }) {
      if (content.to !== 'citizen') {
        return undefined;
      }
      const facts = { ...content.window, nowMs: now(), isHumanAuthor: true, settings };
      const asked = adapter.replyWindow(facts);
      // It left while it was allowed; what the citizen wrote since may not allow one any more.
      const window = asked.open ? asked : adapter.replyWindow({ ...facts, isAnswerable: true });
      return window.open ? adapter.priceOf?.({ text: content.part.text, mode: window.mode }) : undefined;
    },
    async send(items, told) {
      await Promise.all(
        items.map(async (item) => {
          told(item, await sendOne(item));
        }),
      );
    },
    async lookUp({ content }) {
      return content.to === 'citizen'
        ? adapter.lookUp({ ...content.part, replyMode: 'look-up' }, { http, mail, baseUrl, settings, nowMs: now() })
        : { kind: 'absent' };
    },
  };
}
