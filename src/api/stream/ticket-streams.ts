import type { Request, Response } from 'express';
import { openEventStream, type EventStream } from '../../platform/http-in/event-stream.js';
import type { ApiDeps } from '../api-deps.js';
import { recentChanges, type TicketChange } from './recent-changes.js';

const POLL_MS = 1_000;
/** How often, in polls, it is asked whether the key of a stream is still good. */
const CHECK_EVERY = 10;
const MAX_STREAMS = 500;
const MAX_STREAMS_PER_KEY = 20;

interface Subscriber {
  readonly stream: EventStream;
  readonly isStillAllowed: () => Promise<boolean>;
}

/** The streams that see the same rows share one question a second. */
interface Group {
  readonly tenant: string;
  readonly subscribers: Set<Subscriber>;
  /** Newest change seen, and which ids were told at or shortly before it. */
  newestMs: number;
  told: Map<string, number>;
  polls: number;
  timer: NodeJS.Timeout | undefined;
}

export interface OpenStream {
  readonly tenant: string;
  readonly principalId: string;
  readonly isStillAllowed: () => Promise<boolean>;
  readonly request: Request;
  readonly response: Response;
}

/** Tells open pages which tickets changed. It carries no content: a page asks for what it wants to show. */
export class TicketStreams {
  readonly #deps: ApiDeps;
  readonly #groups = new Map<string, Group>();
  /** Open streams for each key; counted before anything is awaited, so that many at once do not pass the bound. */
  readonly #openFor = new Map<string, number>();
  #isClosed = false;

  constructor(deps: ApiDeps) {
    this.#deps = deps;
    deps.closing?.addEventListener('abort', () => {
      this.#close();
    });
  }

  /** @returns false when too many streams are open */
  async open(asked: OpenStream): Promise<boolean> {
    if (this.#isClosed || !this.#reserve(asked.principalId)) {
      return false;
    }
    const group = this.#groupOf(asked.tenant);
    let subscriber: Subscriber | undefined;
    let isGone = false;
    const stream = await openEventStream(asked.request, asked.response, () => {
      isGone = true;
      this.#release(asked.principalId);
      this.#leave(group, subscriber);
    });
    if (this.#isClosed) {
      stream.close();
    } else if (!isGone) {
      subscriber = { stream, isStillAllowed: asked.isStillAllowed };
      group.subscribers.add(subscriber);
      stream.push('ready', { tenant: asked.tenant });
      this.#schedule(group);
    }
    return true;
  }

  #reserve(principalId: string): boolean {
    const own = this.#openFor.get(principalId) ?? 0;
    const total = [...this.#openFor.values()].reduce((sum, count) => sum + count, 0);
    if (own >= MAX_STREAMS_PER_KEY || total >= MAX_STREAMS) {
      return false;
    }
    this.#openFor.set(principalId, own + 1);
    return true;
  }

  #release(principalId: string): void {
    const left = (this.#openFor.get(principalId) ?? 1) - 1;
    if (left === 0) {
      this.#openFor.delete(principalId);
    } else {
      this.#openFor.set(principalId, left);
    }
  }

  #groupOf(tenant: string): Group {
    const known = this.#groups.get(tenant);
    if (known !== undefined) {
      return known;
    }
    const group: Group = {
      tenant,
      subscribers: new Set(),
      newestMs: this.#deps.nowMs(),
      told: new Map(),
      polls: 0,
      timer: undefined,
    };
    this.#groups.set(tenant, group);
    return group;
  }

  #leave(group: Group, subscriber: Subscriber | undefined): void {
    if (subscriber !== undefined) {
      group.subscribers.delete(subscriber);
    }
    if (group.subscribers.size === 0 && this.#groups.get(group.tenant) === group) {
      clearTimeout(group.timer);
      this.#groups.delete(group.tenant);
    }
  }

  #schedule(group: Group): void {
    if (group.timer !== undefined || this.#isClosed) {
      return;
    }
    group.timer = setTimeout(() => {
      void this.#poll(group).finally(() => {
        group.timer = undefined;
        if (group.subscribers.size > 0) {
          this.#schedule(group);
        }
      });
    }, POLL_MS);
  }

  async #poll(group: Group): Promise<void> {
    try {
      group.polls += 1;
      if (group.polls % CHECK_EVERY === 0) {
        await this.#dropRevoked(group);
      }
      const changes = await recentChanges(this.#deps.store, group.tenant, group.newestMs);
      this.#tell(group, changes);
    } catch {
      // The database is away: pages are told, and the next poll finds what changed meanwhile.
      for (const { stream } of group.subscribers) {
        stream.push('delayed', {});
      }
    }
  }

  async #dropRevoked(group: Group): Promise<void> {
    for (const subscriber of group.subscribers) {
      if (!(await subscriber.isStillAllowed())) {
        subscriber.stream.close();
      }
    }
  }

  #tell(group: Group, changes: readonly TicketChange[]): void {
    const told = new Map<string, number>();
    for (const change of changes) {
      const atMs = change.updated_at.getTime();
      if (group.told.get(change.id) !== change.seq) {
        const { id, status, seq } = change;
        const data = { id, number: Number(change.number), status, seq, updatedAt: change.updated_at.toISOString() };
        for (const { stream } of group.subscribers) {
          stream.push('ticket', data);
        }
      }
      told.set(change.id, change.seq);
      group.newestMs = Math.max(group.newestMs, atMs);
    }
    group.told = told;
  }

  #close(): void {
    this.#isClosed = true;
    for (const group of this.#groups.values()) {
      clearTimeout(group.timer);
      for (const { stream } of group.subscribers) {
        stream.close();
      }
    }
  }
}
