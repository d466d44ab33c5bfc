import { windowMsAt, type DatedLimit, type ReplyWindow, type WindowFacts } from '../../../src/adapter-sdk/index.js';
import { MESSAGING_LIMITS } from './limits.js';
import { metaSettings } from './settings.js';

/** An answer also takes time to travel, and clocks differ. */
export const SAFETY_MARGIN_MS = 5 * 60_000;

/** What a window is called among the limits of its channel, and how the answer in it is sent. */
interface Kind {
  readonly what: 'reply-window' | 'human-agent-window';
  readonly mode: string;
}

/**
 * A window counted from the citizen's last action, of the length that held then: so the deadline of an answer is the same
 * whenever somebody asks for it.
 */
export function windowOf(facts: WindowFacts, limits: readonly DatedLimit[], { what, mode }: Kind): ReplyWindow {
  const { lastCitizenAtMs, nowMs } = facts;
  const closesAtMs = lastCitizenAtMs + windowMsAt(limits, what, lastCitizenAtMs) - SAFETY_MARGIN_MS;
  return nowMs < closesAtMs
    ? { open: true, mode, closesAtMs }
    : { open: false, code: 'REPLY_WINDOW_CLOSED', closedAtMs: closesAtMs };
}

/**
 * Messenger and Instagram: 24 hours for anybody; up to seven days for a person, where Meta approved the human agent
 * feature. Automated answers never get the longer window. `closesAtMs` is the last moment for this author.
 */
export function messagingWindow(facts: WindowFacts): ReplyWindow {
  const standard = windowOf(facts, MESSAGING_LIMITS, { what: 'reply-window', mode: 'response' });
  if (!facts.isHumanAuthor || !metaSettings(facts.settings).humanAgent) {
    return standard;
  }
  const extended = windowOf(facts, MESSAGING_LIMITS, { what: 'human-agent-window', mode: 'human-agent' });
  return standard.open && extended.open ? { ...standard, closesAtMs: extended.closesAtMs } : extended;
}
