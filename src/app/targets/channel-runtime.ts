import type { ChannelAdapter, HttpClient, MailClient, SendOutcome } from '../../adapter-sdk/index.js';
import { ratesAt, type SendingApp } from '../../domain/sending-rate.js';
import type { Item, Loaded, TargetRuntime } from '../../handling/index.js';

export interface ChannelRuntimeOptions {
  readonly adapter: ChannelAdapter;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly baseUrl: string;
  readonly http: HttpClient;
  readonly mail: MailClient;
  readonly maxInFlight: number;
  /** Through which it sends, where the platform counts that. */
  readonly app?: SendingApp | undefined;
  readonly now: () => number;
  /** Runs an attempt behind the local breaker; `refused` when the breaker holds it back. */
  readonly guard: (attempt: () => Promise<SendOutcome>) => Promise<SendOutcome>;
}

type Answer = Extract<Loaded, { to: 'citizen' }>;

/** The mode of a private answer to a public message, which depends on no window. */
const PRIVATE_REPLY = 'private-reply';

/** By which mode of the channel an answer leaves now, or why it does not. */
function modeNow(
  { adapter, settings }: ChannelRuntimeOptions,
  { part, window: state }: Answer,
  nowMs: number,
): { readonly mode: string } | SendOutcome {
  if (part.privateReplyTo !== undefined) {
    // It depends on no window; the platform counts its days.
    return { mode: PRIVATE_REPLY };
  }
  if (part.invitation !== undefined) {
    // It is for when the window is closed; should it have opened meanwhile, nothing is lost by it.
    return { mode: 'invitation' };
  }
  if (part.way === 'private' && state.isPublic) {
    return { kind: 'quarantined', code: 'WAY_CHANGED', detail: 'the conversation became public' };
  }
  // An answer that waited for a retry may have become too late.
  const window = adapter.replyWindow({ ...state, nowMs, isHumanAuthor: part.person !== undefined, settings });
  if (window.open) {
    return { mode: window.mode };
  }
  return window.code === 'REPLY_NOT_INVITED'
    ? { kind: 'refused', code: window.code }
    : {
        kind: 'refused',
        code: window.code,
        detail: `closed since ${new Date(window.closedAtMs).toISOString()}`,
      };
}

/** What the platform charges for an answer that arrived, as an item of its rate card. */
function priceOf({ adapter, settings }: ChannelRuntimeOptions, content: Loaded, nowMs: number): string | undefined {
  if (content.to !== 'citizen') {
    return undefined;
  }
  const { part, window: state } = content;
  if (part.privateReplyTo !== undefined) {
    return adapter.priceOf?.({ text: part.text, mode: PRIVATE_REPLY });
  }
  const facts = { ...state, nowMs, isHumanAuthor: part.person !== undefined, settings };
  const asked = adapter.replyWindow(facts);
  // It left while it was allowed; what the citizen wrote since may not allow one any more.
  const window = asked.open ? asked : adapter.replyWindow({ ...facts, isAnswerable: true });
  return window.open ? adapter.priceOf?.({ text: part.text, mode: window.mode }) : undefined;
}

/** One account of a channel, as a target of answers and of what is hidden there. */
export function channelRuntime(options: ChannelRuntimeOptions): TargetRuntime {
  const { adapter, settings, baseUrl, http, mail, now, guard } = options;

  async function answer(content: Answer, nowMs: number): Promise<SendOutcome> {
    const leaves = modeNow(options, content, nowMs);
    if ('kind' in leaves) {
      return leaves;
    }
    const part = { ...content.part, replyMode: leaves.mode };
    return guard(() => adapter.send(part, { http, mail, baseUrl, settings, nowMs }));
  }

  async function sendOne({ content }: Item): Promise<SendOutcome> {
    const nowMs = now();
    switch (content.to) {
      case 'citizen':
        return answer(content, nowMs);
      case 'platform': {
        const hiding = (): Promise<SendOutcome> | undefined =>
          adapter.hide?.(content.request, { http, mail, baseUrl, settings, nowMs });
        return guard(async () => (await hiding()) ?? { kind: 'quarantined', code: 'HIDING_NOT_POSSIBLE' });
      }
      case 'target':
        return { kind: 'quarantined', code: 'NOT_A_REPLY' };
    }
  }

  return {
    maxInFlight: options.maxInFlight,
    maxBatch: options.maxInFlight,
    rates: () => ratesAt(adapter.limits ?? [], now()),
    app: options.app,
    meterOf: ({ kind }) => (kind === 'reply' ? 'answer.sent' : undefined),
    priceItemOf: ({ content }) => priceOf(options, content, now()),
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
        : // Hiding twice is the same as once, so nobody has to look.
          { kind: 'absent' };
    },
  };
}
