import type { ReplyWindow, WindowFacts } from '../../../src/adapter-sdk/index.js';
import { metaSettings } from './settings.js';

const HOUR_MS = 3_600_000;
export const STANDARD_WINDOW_MS = 24 * HOUR_MS;
export const HUMAN_AGENT_WINDOW_MS = 7 * 24 * HOUR_MS;
/** An answer also takes time to travel, and clocks differ. */
export const SAFETY_MARGIN_MS = 5 * 60_000;

/** A window counted from the citizen's last action; `null` closes never. */
export function windowOf(facts: WindowFacts, lengthMs: number, mode: string): ReplyWindow {
  const closesAtMs = facts.lastCitizenAtMs + lengthMs - SAFETY_MARGIN_MS;
  return facts.nowMs < closesAtMs
    ? { open: true, mode, closesAtMs }
    : { open: false, code: 'REPLY_WINDOW_CLOSED', closedAtMs: closesAtMs };
}

/**
 * Messenger and Instagram: 24 hours for anybody; up to seven days for a person, where Meta approved the human agent
 * feature. Automated answers never get the longer window. `closesAtMs` is the last moment for this author.
 */
export function messagingWindow(facts: WindowFacts): ReplyWindow {
  const standard = windowOf(facts, STANDARD_WINDOW_MS, 'response');
  if (!facts.isHumanAuthor || !metaSettings(facts.settings).humanAgent) {
    return standard;
  }
  const extended = windowOf(facts, HUMAN_AGENT_WINDOW_MS, 'human-agent');
  return standard.open && extended.open ? { ...standard, closesAtMs: extended.closesAtMs } : extended;
}
