import type { ChannelAdapter, HttpClient, SendOutcome } from '../../adapter-sdk/index.js';
import type { Item, Loaded, TargetRuntime } from '../../handling/index.js';

export interface ChannelRuntimeOptions {
  readonly adapter: ChannelAdapter;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly baseUrl: string;
  readonly http: HttpClient;
  readonly maxInFlight: number;
  readonly now: () => number;
  /** Runs an attempt behind the local breaker; `refused` when the breaker holds it back. */
  readonly guard: (attempt: () => Promise<SendOutcome>) => Promise<SendOutcome>;
}

type Answer = Extract<Loaded, { to: 'citizen' }>;

/** By which mode of the channel an answer leaves now, or why it does not. */
function modeNow(
  { adapter, settings }: ChannelRuntimeOptions,
  { part, window: state }: Answer,
  nowMs: number,
): { readonly mode: string } | SendOutcome {
  if (part.privateReplyTo !== undefined) {
    // It depends on no window; the platform counts its days.
    return { mode: 'private-reply' };
  }
  if (part.way === 'private' && state.isPublic) {
    return { kind: 'quarantined', code: 'WAY_CHANGED', detail: 'the conversation became public' };
  }
  // An answer that waited for a retry may have become too late.
  const window = adapter.replyWindow({ ...state, nowMs, isHumanAuthor: part.person !== undefined, settings });
  return window.open
    ? { mode: window.mode }
    : {
        kind: 'refused',
        code: window.code,
        detail: `closed since ${new Date(window.closedAtMs).toISOString()}`,
      };
}

/** One account of a channel, as a target of answers and of what is hidden there. */
export function channelRuntime(options: ChannelRuntimeOptions): TargetRuntime {
  const { adapter, settings, baseUrl, http, now, guard } = options;

  async function answer(content: Answer, nowMs: number): Promise<SendOutcome> {
    const leaves = modeNow(options, content, nowMs);
    if ('kind' in leaves) {
      return leaves;
    }
    const part = { ...content.part, replyMode: leaves.mode };
    return guard(() => adapter.send(part, { http, baseUrl, settings, nowMs }));
  }

  async function sendOne({ content }: Item): Promise<SendOutcome> {
    const nowMs = now();
    switch (content.to) {
      case 'citizen':
        return answer(content, nowMs);
      case 'platform': {
        const hiding = (): Promise<SendOutcome> | undefined =>
          adapter.hide?.(content.request, { http, baseUrl, settings, nowMs });
        return guard(async () => (await hiding()) ?? { kind: 'quarantined', code: 'HIDING_NOT_POSSIBLE' });
      }
      case 'target':
        return { kind: 'quarantined', code: 'NOT_A_REPLY' };
    }
  }

  return {
    maxInFlight: options.maxInFlight,
    maxBatch: options.maxInFlight,
    meterOf: ({ kind }) => (kind === 'reply' ? 'answer.sent' : undefined),
    async send(items, told) {
      await Promise.all(
        items.map(async (item) => {
          told(item, await sendOne(item));
        }),
      );
    },
    async lookUp({ content }) {
      return content.to === 'citizen'
        ? adapter.lookUp({ ...content.part, replyMode: 'look-up' }, { http, baseUrl, settings, nowMs: now() })
        : // Hiding twice is the same as once, so nobody has to look.
          { kind: 'absent' };
    },
  };
}
