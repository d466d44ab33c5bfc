import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { accountEvent, unrecognised, type Origin } from './item-events.js';
import { postName } from './names.js';
import { at, fieldsIn, idOf, textOf, type Fields } from './payloads.js';
import { eventOfPost } from './post.js';
import { postOfActivity } from './post-of-activity.js';
import { READ } from './prices.js';

function mention(post: Fields, includes: unknown, origin: Origin, index: number): ChannelEvent {
  const read = postOfActivity(post, includes);
  return read === undefined
    ? unrecognised(origin, idOf(post['id']) ?? `${origin.bodyHash}:${index}`, 'X_EVENT_INCOMPLETE')
    : eventOfPost(read, { ...origin, price: READ });
}

/** X does not say when it was deleted, nor that it was: that it is not there any more is all there is. */
function goneEvent(gone: Fields, { account, receivedAtMs }: Origin): readonly ChannelEvent[] {
  const [id, conversation] = [idOf(gone['id']), textOf(gone['conversation'])];
  return id === undefined || conversation === undefined
    ? []
    : [
        {
          ...{ channel: 'x', account, key: `gone:${id}`, conversation, action: 'redact', about: postName(id) },
          occurredAtMs: receivedAtMs,
        },
      ];
}

const REPLAY_REASONS: ReadonlyMap<unknown, string> = new Map([
  ['asked', 'X_REPLAY_ASKED'],
  ['refused', 'X_REPLAY_REFUSED'],
]);

/** That X was asked to post again what it could not, and what it said. */
function replayEvent(replay: unknown, origin: Origin): readonly ChannelEvent[] {
  const reason = REPLAY_REASONS.get(at(replay, 'state'));
  const [from, about] = [textOf(at(replay, 'from')), textOf(at(replay, 'about'))];
  return reason === undefined || from === undefined || about === undefined
    ? []
    : [{ ...accountEvent(origin, `replay:${from}:${about}`), action: 'ops', reason }];
}

/** Reads what `pull.ts` kept: a page of mentions as X told it, the oldest first here, and mentions that are gone. */
export function splitPulled(pulled: Fields, origin: Origin): readonly ChannelEvent[] {
  return [
    ...fieldsIn(pulled['data'])
      .toReversed()
      .map((post, index) => mention(post, pulled['includes'], origin, index)),
    ...fieldsIn(pulled['gone']).flatMap((gone) => goneEvent(gone, origin)),
    ...replayEvent(pulled['replay'], origin),
  ];
}
