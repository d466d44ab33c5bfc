import type { ChannelEvent, SendOutcome } from '../../src/adapter-sdk/index.js';
import type { Item } from '../../src/handling/index.js';
import { reconcile, type ReconciliationReport } from '../../src/ops/reconcile/index.js';
import { pipelineOn, type Circumstances, type Pipeline } from './pipeline.js';
import { sceneApi } from './scene-api.js';
import { CHANNEL, type SmallWorld } from './small-settings.js';
import { turnedPostgres, type TurnedPostgres } from './turned-postgres.js';

const STEP_MS = 5;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
/** A Tuesday in November, ten o'clock in Brussels. */
export const START_MS = Date.UTC(2026, 10, 24, 9);
/** Schedulers that fire at once: what one does the others may not do again. */
const SCHEDULERS = 4;

export interface ShownFact {
  readonly at: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Written {
  readonly text?: string;
  readonly page?: string;
}

/**
 * Citizens, targets, workers and schedulers on a real database, in a time that the test turns. What is shown counts in
 * minutes after `START_MS`.
 */
export interface PromisesScene {
  readonly time: TurnedPostgres;
  readonly pipeline: Pipeline;
  /** The settings that workers decide under from now on. */
  use(world: SmallWorld): void;
  /** Our clock may be so many minutes behind that of the database. */
  turnTo(minute: number, behind?: number): Promise<void>;
  /** What a citizen writes at this minute; nobody was told yet. */
  message(who: string, about?: Written): ChannelEvent;
  /** A citizen writes at this minute, and it is decided. */
  says(who: string, about?: Written): Promise<void>;
  /** Somebody answers; it reaches the citizen at once. */
  answers(who: string, isFinal?: boolean): Promise<void>;
  /** The platform says that the last answer did not arrive after all. */
  loses(who: string): Promise<void>;
  /** Asks something of the API. */
  post(path: string, body: object): Promise<{ readonly status: number; readonly body: object }>;
  setStatus(who: string, status: 'in-progress' | 'waiting' | 'closed'): Promise<void>;
  /** A second later several schedulers at once fire and tell; then everything is decided and delivered. */
  tick(): Promise<void>;
  /** Decides and delivers until nothing is left. */
  settle(): Promise<void>;
  facts(who: string, ...types: readonly string[]): Promise<readonly ShownFact[]>;
  /** Facts about moments of clocks, such as "30 sla.warned first-response 0.5". */
  moments(who: string): Promise<readonly string[]>;
  /** Rows of clocks, such as "first-response 1 running due 60 next 30". */
  clocks(who: string, ...names: readonly string[]): Promise<readonly string[]>;
  /** Deliveries in the order in which they were made, as "kind target". */
  told(who: string): Promise<readonly string[]>;
  /** What reconciliation has to say. */
  report(): Promise<ReconciliationReport>;
  close(): Promise<void>;
}

function arrives({ delivery }: Item): readonly SendOutcome[] {
  const remote = delivery.kind === 'opened' ? { remoteTicketId: `record-${delivery.ticketId}-${delivery.target}` } : {};
  return [{ kind: 'delivered', ...remote, ...(delivery.kind === 'reply' ? { remoteId: `r-${delivery.id}` } : {}) }];
}

function minute(ms: number): number {
  return Math.round((ms - START_MS) / MINUTE_MS);
}

const CLOCKS = `
  select name, round, state, reason, (extract(epoch from due_at) * 1000)::float8 as due,
         (extract(epoch from next_at) * 1000)::float8 as next, (extract(epoch from ended_at) * 1000)::float8 as ended
  from clock where ticket_id = $1 and (cardinality($2::text[]) = 0 or name = any($2::text[])) order by name, round`;

interface ClockRow {
  readonly name: string;
  readonly round: number;
  readonly state: string;
  readonly reason: string | null;
  readonly due: number | null;
  readonly next: number | null;
  readonly ended: number | null;
}

async function clocksOf(time: TurnedPostgres, ticketId: string, names: readonly string[]): Promise<string[]> {
  const rows = await time.db.owner.query<ClockRow>(CLOCKS, [ticketId, names]);
  const told = (what: string, ms: number | null): string => (ms === null ? '' : ` ${what} ${minute(ms)}`);
  return rows.map(
    ({ name, round, state, reason, due, next, ended }) =>
      `${name} ${round} ${state}${reason === null ? '' : ` (${reason})`}` +
      `${told('due', due)}${told('ended', ended)}${told('next', next)}`,
  );
}

const MOMENTS = ['sla.warned', 'sla.breached', 'sla.acted', 'sla.window'] as const;
const FACTS = `
  select type, data, (extract(epoch from occurred_at) * 1000)::float8 as at
  from ticket_event where ticket_id = $1 and (cardinality($2::text[]) = 0 or type = any($2::text[])) order by seq`;

async function factsOf(time: TurnedPostgres, ticketId: string, types: readonly string[]): Promise<ShownFact[]> {
  const rows = await time.db.owner.query<ShownFact>(FACTS, [ticketId, types]);
  return rows.map((row) => ({ ...row, at: minute(row.at) }));
}

export async function promisesScene(
  first: SmallWorld,
  more: Pick<Circumstances, 'onDecided'> = {},
): Promise<PromisesScene> {
  const time = await turnedPostgres(START_MS);
  const { db } = time;
  let world = first;
  const pipeline = await pipelineOn(db, arrives, { world: () => world, now: time.now, ...more });
  let said = 0;
  let api: ReturnType<typeof sceneApi> | undefined;

  /** What the platform tells at this minute. */
  function news(event: Omit<ChannelEvent, 'channel' | 'key' | 'occurredAtMs'>): ChannelEvent {
    said += 1;
    return { channel: CHANNEL, key: `told:${said}`, occurredAtMs: time.now(), ...event };
  }

  function message(who: string, { text = 'Mijn stoep is stuk', page = 'page-alfa' }: Written = {}): ChannelEvent {
    return news({
      ...{ account: page, conversation: who, action: 'open' },
      citizen: { aliases: [{ kind: 'id', value: who }], name: 'Mia' },
      message: { id: `m${said}`, text, attachments: [], isPublic: false },
    });
  }

  /** Nothing happens at the very instant of something else: a few milliseconds pass with every step. */
  async function settle(): Promise<void> {
    for (const step of [pipeline.split, pipeline.decide, pipeline.deliver, pipeline.decide]) {
      await time.pass(STEP_MS);
      await step();
    }
    await time.pass(STEP_MS);
  }

  async function tell(event: ChannelEvent): Promise<void> {
    await pipeline.post({ events: [event] });
    await settle();
  }

  async function command(who: string, asked: Parameters<Pipeline['command']>[2]): Promise<void> {
    said += 1;
    await pipeline.command(`command-${said}`, await pipeline.ticketOf(who), asked);
    await settle();
  }

  return {
    ...{ time, pipeline, settle, message },
    use: (other) => {
      world = other;
    },
    turnTo: (at, behind = 0) => time.turnTo(START_MS + at * MINUTE_MS, behind * MINUTE_MS),
    says: (who, about) => tell(message(who, about)),
    loses: async (who) => {
      const [reply] = await db.owner.query<{ remote_id: string; account: string }>(
        `select d.remote_id, t.account from delivery d join ticket t on t.id = d.ticket_id
         where d.kind = 'reply' and d.ticket_id = $1 order by d.created_at desc limit 1`,
        [await pipeline.ticketOf(who)],
      );
      const receipt = { status: 'failed', messageId: reply?.remote_id ?? '', code: 'GONE' } as const;
      await tell(news({ account: reply?.account ?? '', conversation: who, action: 'delivery', receipt }));
    },
    answers: (who, isFinal = true) =>
      command(who, { type: 'reply', text: 'Wij komen morgen.', author: 'Jan', isFinal }),
    post: async (path, asked) => {
      api ??= sceneApi(db, time.now);
      const { status, body } = await api(path, asked);
      return { status, body: body as object };
    },
    setStatus: (who, status) => command(who, { type: 'status', status, author: 'Jan' }),
    tick: async () => {
      await time.pass(SECOND_MS);
      await Promise.all([pipeline.fireClocks(SCHEDULERS), pipeline.spreadChanges(SCHEDULERS)]);
      await settle();
    },
    facts: async (who, ...types) => factsOf(time, await pipeline.ticketOf(who), types),
    moments: async (who) => {
      const facts = await factsOf(time, await pipeline.ticketOf(who), MOMENTS);
      return facts.map(({ type, at, data }) => {
        const { clock, round, share, step } = data;
        return [at, type, clock, ...(round === 1 ? [] : [round]), share ?? step ?? []].flat().join(' ');
      });
    },
    clocks: async (who, ...names) => clocksOf(time, await pipeline.ticketOf(who), names),
    told: async (who) => {
      const rows = await db.owner.query<{ told: string }>(
        "select kind || ' ' || target as told from delivery where ticket_id = $1 order by created_at, seq, target, kind",
        [await pipeline.ticketOf(who)],
      );
      return rows.map(({ told }) => told);
    },
    report: () => reconcile(db.handling, time.now()),
    close: () => time.close(),
  };
}
