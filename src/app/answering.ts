import type { AnswerWay, LastWords } from '../api/index.js';
import type { ChannelAdapter } from '../adapter-sdk/index.js';
import { ANSWER_WARNINGS, INVITE_INSTEAD, whyClosed } from '../domain/answering.js';
import { MAX_PARTS } from '../domain/split-reply.js';
import type { ActiveSettings } from './active-settings.js';
import type { Adapters } from './adapters.js';

/** Whether what was written here is public and can have an answer in private, by an account that is set up for it. */
function hasPrivateReply(
  { privateReply }: ChannelAdapter,
  { channel, account, isPublic }: Pick<LastWords, 'channel' | 'account' | 'isPublic'>,
  { compiled }: Pick<ActiveSettings, 'compiled'>,
): boolean {
  if (!isPublic || privateReply === undefined) {
    return false;
  }
  const sender = compiled.accountOf(privateReply.channel, account);
  return (
    (privateReply.channel === channel || sender !== undefined) &&
    privateReply.isSetUp?.(sender?.settings ?? {}) !== false
  );
}

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
    const canReplyPrivately = hasPrivateReply(adapter, { channel, account, isPublic }, current());
    const about = {
      ...{ isPublic, maxLength, lengthUnit, maxParts: MAX_PARTS, open: window.open, canReplyPrivately },
    } as const;
    const way = isPublic ? 'public' : 'private';
    if (!window.open) {
      // Which ticket and which municipality changes nothing about whether there is an invitation.
      const invitation = adapter.invitation?.({ ticketNumber: '', municipality: '' }, settings);
      const canInvite = window.code === 'REPLY_WINDOW_CLOSED' && invitation !== undefined;
      const reason = canInvite ? `${whyClosed(window)} ${INVITE_INSTEAD}` : whyClosed(window);
      return [{ way, ...about, code: window.code, reason, closesAtMs: null, warning: null, canInvite }];
    }
    const warning = window.warning === undefined ? null : ANSWER_WARNINGS[window.warning];
    return [{ way, ...about, code: null, reason: null, closesAtMs: window.closesAtMs, warning, canInvite: false }];
  };
}
