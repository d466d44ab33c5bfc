import type { AnswerWay, LastWords } from '../api/index.js';
import { ANSWER_WARNINGS, whyClosed } from '../domain/answering.js';
import { MAX_PARTS } from '../domain/split-reply.js';
import type { ActiveSettings } from './active-settings.js';
import type { Adapters } from './adapters.js';

/** What the channel says of an answer now: the same function decides when somebody sends one. */
export function answeringBy(
  adapters: Pick<Adapters, 'channels'>,
  current: () => Pick<ActiveSettings, 'compiled'>,
): (last: LastWords, nowMs: number) => readonly AnswerWay[] {
  return ({ channel, account, ...last }, nowMs) => {
    const adapter = adapters.channels.get(channel);
    if (adapter === undefined) {
      return [];
    }
    // References to secrets stay what they are: a window depends on none.
    const settings = current().compiled.accountOf(channel, account)?.settings ?? {};
    const window = adapter.replyWindow({ ...last, nowMs, isHumanAuthor: true, settings });
    const { isPublic } = last;
    const { max: maxLength, unit: lengthUnit } = adapter.textLimit;
    const about = { isPublic, maxLength, lengthUnit, maxParts: MAX_PARTS, open: window.open } as const;
    const way = isPublic ? 'public' : 'private';
    if (!window.open) {
      return [{ way, ...about, code: window.code, reason: whyClosed(window), closesAtMs: null, warning: null }];
    }
    const warning = window.warning === undefined ? null : ANSWER_WARNINGS[window.warning];
    return [{ way, ...about, code: null, reason: null, closesAtMs: window.closesAtMs, warning }];
  };
}
