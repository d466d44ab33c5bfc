import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type { ChannelContext, HttpResult } from '../../../src/adapter-sdk/index.js';
import { call, type Instance } from './instance.js';
import { fieldsIn, fieldsOf, idOf } from './payloads.js';
import { readable, UNREADABLE, type Failed } from './pull-failure.js';

/** A page has at most forty replies: five rounds of eight calls, forty seconds at worst. */
const AT_ONCE = 8;
const TIMEOUT_MS = 8_000;
const GONE: ReadonlySet<number> = new Set([404, 410]);
/** An answer of this length may have been cut: see `HttpResult`. */
const MAYBE_CUT = 1_000_000;
/** The first ancestor begins the answer, and its id begins the ancestor, so that a thread that is too long has a root too. */
const FIRST_ANCESTOR = /^\s*\{\s*"ancestors"\s*:\s*\[\s*\{\s*"id"\s*:\s*"([A-Za-z0-9_-]{1,64})"/;

export interface Roots {
  readonly kind: 'roots';
  /** First status of the thread of each reply. */
  readonly byStatus: ReadonlyMap<string, string>;
}

/** The statuses that answer another one. */
function repliesIn(notifications: readonly unknown[]): readonly string[] {
  const statuses = notifications.map((one) => fieldsOf(fieldsOf(one)?.['status']));
  const replies = statuses.filter((status) => idOf(status?.['in_reply_to_id']) !== undefined);
  return [...new Set(replies.flatMap((status) => idOf(status?.['id']) ?? []))];
}

/** The first status of the thread; the status itself where it is gone, or where nothing above it can be seen. */
function rootIn(result: HttpResult, status: string, nowMs: number): string | Failed {
  if (result.kind === 'answer' && GONE.has(result.status)) {
    return status;
  }
  const read = readable(result, nowMs);
  return typeof read === 'string' ? (firstIn(read, status) ?? UNREADABLE) : read;
}

function firstIn(thread: string, status: string): string | undefined {
  const ancestors = fieldsOf(jsonOf(thread))?.['ancestors'];
  if (Array.isArray(ancestors)) {
    return idOf(fieldsIn(ancestors)[0]?.['id']) ?? status;
  }
  return thread.length >= MAYBE_CUT ? FIRST_ANCESTOR.exec(thread)?.[1] : undefined;
}

/** Asks for the thread of every reply, since the first status of a thread is what its conversation is called after. */
export async function rootsOf(
  notifications: readonly unknown[],
  context: ChannelContext,
  instance: Instance,
): Promise<Roots | Failed> {
  const replies = repliesIn(notifications);
  const byStatus = new Map<string, string>();
  for (let at = 0; at < replies.length; at += AT_ONCE) {
    const round = replies.slice(at, at + AT_ONCE).map(async (status) => {
      const path = `/api/v1/statuses/${status}/context`;
      const result = await call(context, instance, { method: 'GET', path, timeoutMs: TIMEOUT_MS });
      return { status, root: rootIn(result, status, context.nowMs) };
    });
    for (const { status, root } of await Promise.all(round)) {
      if (typeof root !== 'string') {
        return root;
      }
      byStatus.set(status, root);
    }
  }
  return { kind: 'roots', byStatus };
}
