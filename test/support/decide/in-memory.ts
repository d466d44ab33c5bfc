import { deriveId, newId } from '../../../src/domain/ids.js';
import type { ChannelEvent, TargetEvent } from '../../../src/adapter-sdk/index.js';
import type { ClockView } from '../../../src/domain/sla/fold-clocks.js';
import type { TicketCommand } from '../../../src/domain/ticket-command.js';
import { Draft } from '../../../src/handling/batch/draft.js';
import type { LoadedWorld } from '../../../src/handling/batch/loaded-world.js';
import type { Decision, FollowUp } from '../../../src/handling/batch/decision.js';
import type { ChannelRules, Rules } from '../../../src/handling/batch/rules.js';
import type { ClaimedEvent } from '../../../src/handling/batch/world.js';
import { compileTopics } from '../../../src/handling/classify/code-topic.js';
import { decideEvent } from '../../../src/handling/decide/decide-event.js';
import type { EventContent } from '../../../src/handling/inbox/inbox-event.js';
import { Histories } from '../../../src/handling/batch/histories.js';
import { knownSnapshots } from '../../../src/settings/snapshot-times.js';
import { compileSettings } from '../../../src/settings/compile.js';
import type { Settings } from '../../../src/settings/snapshot.js';
import { testSettings } from '../test-settings.js';

const HOUR = 3_600_000;
/** A Tuesday morning in Brussels, in office hours. */
export const TUESDAY_MS = Date.UTC(2026, 10, 24, 9, 0);

const TEST_CHANNEL: ChannelRules = {
  textLimit: { max: 100, unit: 'characters' },
  replyWindow: ({ lastCitizenAtMs, nowMs }) =>
    nowMs - lastCitizenAtMs <= 24 * HOUR
      ? { open: true, mode: 'response', closesAtMs: lastCitizenAtMs + 24 * HOUR }
      : { open: false, code: 'REPLY_WINDOW_CLOSED', closedAtMs: lastCitizenAtMs + 24 * HOUR },
};

/** What a test wants otherwise than a small municipality on one channel. */
export interface InMemoryChange {
  readonly settings?: Settings;
  readonly channel?: Partial<ChannelRules>;
}

export function testRules(settings = testSettings(), channel = TEST_CHANNEL): Rules {
  const compiled = compileSettings(settings, compileTopics);
  const gent = compiled.municipalityByTenant('gent');
  return {
    hash: compiled.hash,
    topics: compiled.coder,
    tenant: (id) =>
      gent === undefined || id !== 'gent'
        ? undefined
        : {
            tenant: 'gent',
            name: 'Gent',
            calendar: gent.workingTime,
            slaVersions: gent.slaVersions,
            routes: gent.municipality.routes,
            charging: gent.charging,
            reopenWithinDays: gent.municipality.reopenWithinDays,
            plan: gent.municipality.plan,
            statutory: gent.municipality.statutory,
          },
    channel: () => channel,
    hasAccount: () => true,
    accountSettings: () => ({}),
    mediaPolicy: () => 'link',
    contactCenterCalendar: null,
    platformPrice: compiled.platformPrice,
    mayForward: (_tenant, target) => target === '1700' || target === 'gent-crm',
  };
}

function emptyHistories(settings: Settings): Histories {
  const times = knownSnapshots();
  times.learn([settings]);
  const loaded = {
    facts: new Map(),
    handoffs: new Map(),
    growing: new Map(),
    crises: new Map(),
    recentCrises: new Map(),
  };
  return new Histories({ ...loaded, times: (tenant) => times.of(tenant) }, new Map());
}

function emptyWorld(settings: Settings): LoadedWorld {
  return {
    conversations: new Map(),
    tickets: new Map(),
    citizens: new Map(),
    messages: new Map(),
    replies: [],
    written: new Map(),
    histories: emptyHistories(settings),
    numbers: Array.from({ length: 500 }, (_, index) => 1001 + index),
  };
}

function isOfTargets(command: TicketCommand): command is Extract<TicketCommand, { type: TargetEvent['type'] }> {
  return ['reply', 'status', 'forward', 'note'].includes(command.type);
}

/** Handling without a database: one draft that never ends, decided event by event. */
export class InMemoryHandling {
  readonly draft: Draft;
  readonly rules: Rules;
  readonly #keys = new Set<string>();
  /** What other tickets are to be told, in the order in which it was decided. */
  #waiting: { readonly event: ClaimedEvent; readonly followUp: FollowUp }[] = [];

  constructor({ settings = testSettings(), channel = {} }: InMemoryChange = {}) {
    this.rules = testRules(settings, { ...TEST_CHANNEL, ...channel });
    this.draft = new Draft(emptyWorld(settings), this.rules);
  }

  /** As splitting does: an event whose key is known has no effect. */
  tell(event: ChannelEvent, receivedAtMs = event.occurredAtMs): Decision | 'duplicate' {
    const key = `${event.channel}:${event.account}:${event.key}`;
    if (this.#keys.has(key)) {
      return 'duplicate';
    }
    this.#keys.add(key);
    return this.#decide({ from: 'platform', event }, event, receivedAtMs, null);
  }

  ask(
    command: Exclude<TicketCommand, { type: 'statutory' }>,
    ticketId: ClaimedEvent['ticketId'],
    atMs: number,
    target?: string,
  ): Decision {
    const about = { channel: 'api', account: '', conversation: 'c', occurredAtMs: atMs };
    const content: EventContent =
      target === undefined || !isOfTargets(command)
        ? { from: 'api', principal: 'key', command }
        : { from: 'target', target, event: { key: 'k', occurredAtMs: atMs, ...command } };
    return this.#decide(content, about, atMs, ticketId);
  }

  decideContent(
    content: EventContent,
    ticketId: ClaimedEvent['ticketId'],
    atMs: number,
    receivedAtMs = atMs,
  ): Decision {
    const about = { channel: 'timer', account: '', conversation: 'c', occurredAtMs: atMs };
    return this.#decide(content, about, receivedAtMs, ticketId);
  }

  get waiting(): readonly FollowUp[] {
    return this.#waiting.map(({ followUp }) => followUp);
  }

  /** Decides what one ticket is to be told; `again` as if it had been stored twice. */
  hear(index = 0, again = false): Decision {
    const [one] = again ? this.#waiting.slice(index, index + 1) : this.#waiting.splice(index, 1);
    if (one === undefined) {
      throw new Error(`Nobody is to be told anything at ${index}`);
    }
    const { event, followUp } = one;
    const { news, ticketId, conversation, shard, times = event } = followUp;
    const { occurredAtMs, receivedAtMs } = times;
    return this.#decideEvent({
      ...{ id: deriveId(event.id, followUp.name), tenant: 'gent', channel: 'ticket', account: '', conversation, shard },
      ...{ occurredAtMs, receivedAtMs, ticketId, content: { from: 'ticket', news } },
    });
  }

  /** Until every ticket knows everything. */
  hearAll(): void {
    while (this.#waiting.length > 0) {
      this.hear();
    }
  }

  ticketOf(conversation: string): ReturnType<Draft['ticket']> {
    const found = this.draft.conversation(JSON.stringify(['gent', 'facebook', '104', conversation]));
    return found?.ticketId ? this.draft.ticket(found.ticketId) : undefined;
  }

  clocksOf(conversation: string, asOfMs: number): readonly ClockView[] {
    const ticket = this.ticketOf(conversation);
    return ticket === undefined ? [] : this.draft.clocks(ticket.id, asOfMs);
  }

  #decide(
    content: EventContent,
    at: Pick<ClaimedEvent, 'channel' | 'account' | 'conversation' | 'occurredAtMs'>,
    receivedAtMs: number,
    ticketId: ClaimedEvent['ticketId'],
  ): Decision {
    const { channel, account, conversation, occurredAtMs } = at;
    return this.#decideEvent({
      ...{ channel, account, conversation, occurredAtMs, receivedAtMs, ticketId, content },
      ...{ id: newId(receivedAtMs), tenant: 'gent', shard: 1 },
    });
  }

  #decideEvent(event: ClaimedEvent): Decision {
    const decision = decideEvent(event, this.rules, this.draft);
    this.draft.apply(event, decision);
    for (const followUp of decision.followUps ?? []) {
      const key = `${event.id}:${followUp.name}`;
      if (!this.#keys.has(key)) {
        this.#keys.add(key);
        this.#waiting.push({ event, followUp });
      }
    }
    return decision;
  }
}

export interface Words {
  readonly conversation?: string;
  readonly atMs?: number;
  readonly text?: string;
}

/** A citizen's message. */
export function message(
  id: string,
  { conversation = 'c1', atMs = TUESDAY_MS, text = 'Een vraag' }: Words = {},
): ChannelEvent {
  return {
    ...{ channel: 'facebook', account: '104', key: `m:${id}`, conversation, action: 'open', occurredAtMs: atMs },
    citizen: { aliases: [{ kind: 'psid', value: conversation }], name: 'Mia' },
    message: { id, text, attachments: [], isPublic: false },
  };
}

export function amendment(id: string, text: string, words: Words = {}): ChannelEvent {
  return { ...message(id, { ...words, text }), key: `e:${id}:${text}`, action: 'amend' };
}

export function removal(id: string, { conversation = 'c1', atMs = TUESDAY_MS }: Words = {}): ChannelEvent {
  const key = `d:${id}`;
  return { channel: 'facebook', account: '104', key, conversation, action: 'redact', occurredAtMs: atMs, about: id };
}
