import { deriveId, newId, type Id } from '../../../src/domain/ids.js';
import { clockStart, type DatedFact } from '../../../src/domain/sla/dated-fact.js';
import type { Handoff } from '../../../src/domain/sla/track-ticket.js';
import type { TicketFact } from '../../../src/domain/ticket.js';
import { chooseTarget } from '../../../src/handling/route/choose-target.js';
import { promiseTerms } from '../../../src/handling/sla/promise.js';
import { compileSettings, type CompiledSettings } from '../../../src/settings/compile.js';
import type { Settings } from '../../../src/settings/snapshot.js';
import { pick } from './random.js';

const MINUTE_MS = 60_000;

/** A ticket with its whole history, as handling would have recorded it. */
export interface MadeTicket {
  readonly id: Id;
  readonly number: number;
  readonly tenant: string;
  readonly facts: readonly DatedFact[];
  readonly handoffs: readonly Handoff[];
}

export interface TicketPlan {
  readonly number: number;
  readonly tenant: string;
  readonly openedAtMs: number;
  readonly settings: Settings;
}

/** One ticket in the making: adds facts in the order in which they came. */
class History {
  readonly facts: DatedFact[] = [];
  readonly handoffs: Handoff[] = [];
  readonly id: Id;
  readonly #plan: TicketPlan;
  #said = 0;

  constructor(plan: TicketPlan) {
    this.#plan = plan;
    this.id = newId(plan.openedAtMs);
  }

  messageId(): string {
    this.#said += 1;
    return deriveId(this.id, `message ${this.#said}`);
  }

  add(fact: TicketFact, occurredAtMs: number, receivedAtMs = occurredAtMs): void {
    const seq = this.facts.length + 1;
    const key = deriveId(this.id, `event ${seq}`);
    this.facts.push({ fact, seq, key, occurredAtMs, receivedAtMs, settingsHash: this.#plan.settings.hash });
  }
}

type Opened = Extract<TicketFact, { type: 'ticket.opened' }>;

type Compiled = CompiledSettings<undefined>;
/** Hundreds of tickets of a test share their settings. */
const compiledOf = new WeakMap<Settings, Compiled>();

function compile(settings: Settings): Compiled {
  const compiled = compiledOf.get(settings) ?? compileSettings(settings, () => undefined);
  compiledOf.set(settings, compiled);
  return compiled;
}

/** Decides the opening by the settings, as handling does. */
function openingOf(plan: TicketPlan, random: () => number, receivedAtMs: number): Opened {
  const { settings, tenant, openedAtMs, number } = plan;
  const compiled = compile(settings);
  const own = compiled.municipalityByTenant(tenant);
  if (own === undefined) {
    throw new Error(`no municipality ${tenant}`);
  }
  const topic = pick(random, ['afval', 'wegen', 'algemeen']);
  const kind = pick(random, ['question', 'report', 'complaint']);
  const level = pick(random, ['local', 'local', 'flemish']);
  const channel = pick(random, ['facebook', 'messenger']);
  const about = { topic, kind, level, channel, language: 'nl' as const };
  const centerHours = settings.targets.find((target) => target.kind === 'contact-center')?.calendar ?? null;
  const promised = promiseTerms({
    versions: own.slaVersions,
    calendar: (name) => (name === null ? own.workingTime : (compiled.workingTimeOf(name) ?? own.workingTime)),
    partyCalendar: (party) => (party === '1700' ? centerHours : null),
    facts: { ...about, priority: 'normal', plan: own.municipality.plan },
    ...{ occurredAtMs: openedAtMs, receivedAtMs },
  });
  if (!promised.ok) {
    throw new Error(promised.code);
  }
  const startMs = clockStart(openedAtMs, receivedAtMs, promised.terms.transitMinutes);
  const route = chooseTarget({ ...about, isOpen: own.workingTime.isOpen(startMs) }, own.municipality.routes);
  if (!route.ok) {
    throw new Error(route.code);
  }
  return {
    ...{ type: 'ticket.opened', number, ...about, account: '104', conversation: `c${number}`, shard: number % 64 },
    ...{ citizenId: null, messageId: deriveId(newId(openedAtMs), 'message'), priority: 'normal', matched: [] },
    ...{ target: route.target, route: { rule: route.rule, explanation: route.explanation }, terms: promised.terms },
    replyUntilMs: random() < 0.3 ? openedAtMs + 24 * 60 * MINUTE_MS : null,
  };
}

interface Turn {
  readonly history: History;
  readonly random: () => number;
  readonly atMs: number;
  target: string;
}

function answer({ history, random, atMs }: Turn): void {
  const messageId = history.messageId();
  const isFinal = random() < 0.5;
  history.add({ type: 'answer.requested', messageId, parts: 1, isFinal, by: 'api' }, atMs);
  const luck = random();
  const tookMs = Math.floor(random() * 90) * MINUTE_MS + 1;
  if (luck < 0.85) {
    history.add({ type: 'answer.delivered', messageId, isFinal }, atMs + tookMs);
  } else if (luck < 0.95) {
    history.add({ type: 'answer.failed', messageId, code: 'PLATFORM_FAILED' }, atMs + tookMs);
  }
}

function forward(turn: Turn): void {
  const { history, random, atMs, target } = turn;
  const to = target === '1700' ? 'gent-crm' : '1700';
  history.add({ type: 'ticket.forwarded', from: target, to, by: 'api' }, atMs);
  turn.target = to;
  if (random() < 0.9) {
    history.handoffs.push({ target: to, atMs: atMs + Math.floor(random() * 30) * MINUTE_MS });
  }
}

function write({ history, random, atMs }: Turn): void {
  const fact = {
    ...{ type: 'message.received' as const, messageId: history.messageId(), reopened: false },
    ...{ asks: random() < 0.8, replyUntilMs: random() < 0.3 ? atMs + 24 * 60 * MINUTE_MS : null },
  };
  history.add(fact, atMs, atMs + Math.floor(random() * 20) * MINUTE_MS);
}

function takeTurn(turn: Turn): void {
  const { history, random, atMs } = turn;
  const luck = random();
  if (luck < 0.4) {
    answer(turn);
  } else if (luck < 0.65) {
    write(turn);
  } else if (luck < 0.75) {
    forward(turn);
  } else if (luck < 0.8) {
    history.add({ type: 'answer.outside', messageId: history.messageId() }, atMs);
  } else {
    const to = pick(random, ['waiting', 'in-progress', 'closed']);
    history.add({ type: 'status.changed', to, by: 'api' }, atMs);
  }
}

/** A ticket with up to eight more things that happen to it in the weeks after its opening. The seed decides. */
export function madeTicket(plan: TicketPlan, random: () => number): MadeTicket {
  const history = new History(plan);
  const { openedAtMs } = plan;
  const receivedAtMs = openedAtMs + Math.floor(random() * 600) * 1_000;
  const opened = openingOf(plan, random, receivedAtMs);
  history.add(opened, openedAtMs, receivedAtMs);
  if (random() < 0.95) {
    history.handoffs.push({ target: opened.target, atMs: receivedAtMs + Math.floor(random() * 10) * MINUTE_MS });
  }
  let target = opened.target;
  let atMs = receivedAtMs;
  for (let turns = Math.floor(random() * 8); turns > 0; turns -= 1) {
    atMs += Math.floor(random() * random() * 4 * 24 * 60) * MINUTE_MS + 1_000;
    const turn = { history, random, atMs, target };
    takeTurn(turn);
    target = turn.target;
  }
  const handoffs = history.handoffs.toSorted((a, b) => a.atMs - b.atMs);
  return { id: history.id, number: plan.number, tenant: plan.tenant, facts: history.facts, handoffs };
}
