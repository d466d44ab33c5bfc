import { doing, pathsOf, type ControlRoutes } from '../basics/control-routes.js';
import { needNumber, needText, texts, time } from '../basics/control-fields.js';
import {
  commentInput,
  faultInput,
  postInput,
  privateChannel,
  sayInput,
  switchInput,
  transcriptFilter,
} from './control-inputs.js';
import type { FakePlatform } from './fake-platform.js';
import { asNumber, asText, type JsonObject } from '../basics/json.js';
import type { TokenTrouble } from './tokens.js';

const TROUBLES: readonly TokenTrouble[] = [458, 459, 460, 463, 464, 467];

export const ROUTES: ControlRoutes<FakePlatform> = {
  'POST say': (platform, input) => platform.say(sayInput(input)),
  'POST comment': (platform, input) => platform.comment(commentInput(input)),
  'POST post': (platform, input) => platform.post(postInput(input)),
  'POST mention': (platform, input) =>
    platform.mention({
      account: needText(input, 'account'),
      text: needText(input, 'text'),
      ...texts(input, ['postId', 'commentId']),
      ...time(input),
    }),
  'POST edit': doing((platform, input) => {
    platform.edit({ ...changeInput(input), text: needText(input, 'text') });
  }),
  'POST delete': doing((platform, input) => {
    platform.remove(changeInput(input));
  }),
  'POST react': doing((platform, input) => {
    platform.react({ ...changeInput(input), emoji: needText(input, 'emoji') });
  }),
  'POST read': doing((platform, input) => {
    platform.read({ account: needText(input, 'account'), citizenId: needText(input, 'citizenId') });
  }),
  'POST block': doing((platform, input) => {
    platform.block({ account: needText(input, 'account'), citizenId: needText(input, 'citizenId') });
  }),
  'POST answer-outside': doing(answerOutside),
  'POST subscribe': (platform, input) => platform.subscribe(asText(input['callbackUrl'])),
  'POST unsubscribe': doing((platform, input) => {
    platform.unsubscribe(needText(input, 'account'));
  }),
  'POST hold': doing((platform) => {
    platform.hold();
  }),
  'POST release': async (platform) => {
    await platform.release();
    return platform.counts();
  },
  'POST redeliver': doing((platform) => {
    platform.redeliverNow();
  }),
  'POST settle': async (platform, input) => {
    await platform.settled(asNumber(input['timeoutMs']));
    return platform.counts();
  },
  'POST fault': doing((platform, input) => {
    platform.fault(faultInput(input));
  }),
  'POST clear-faults': doing((platform) => {
    platform.clearFaults();
  }),
  'POST switch': (platform, input) => platform.switch(switchInput(input)),
  'POST spoil-token': doing((platform, input) => {
    const trouble = TROUBLES.find((known) => known === input['subcode']) ?? 463;
    platform.spoilToken(needText(input, 'token'), trouble);
  }),
  'POST restore-token': doing((platform, input) => {
    platform.restoreToken(needText(input, 'token'));
  }),
  'POST withhold-scope': doing((platform, input) => {
    platform.withholdScope(needText(input, 'token'), needText(input, 'scope'));
  }),
  'POST token-end': doing((platform, input) => {
    platform.setTokenEnd(needText(input, 'token'), needNumber(input, 'atMs'));
  }),
  'POST rate-number': doing((platform, input) => {
    const rating = { status: needText(input, 'status'), quality: needText(input, 'quality') };
    platform.rateNumber(needText(input, 'account'), rating);
  }),
  'POST advance-clock': (platform, input) => ({ nowMs: platform.advanceClock(needNumber(input, 'ms')) }),
  'GET transcript': (platform, input) => ({ items: platform.transcript(transcriptFilter(input)) }),
  'GET calls': (platform) => ({ items: platform.calls() }),
  'GET deliveries': (platform) => ({ items: platform.deliveries(), counts: platform.counts() }),
  'GET clock': (platform) => ({ nowMs: platform.nowMs() }),
};

export const CONTROL_ROUTES: readonly string[] = pathsOf(ROUTES);

function changeInput(input: JsonObject): { readonly id: string; readonly atMs?: number; readonly changeId?: string } {
  return { id: needText(input, 'id'), ...texts(input, ['changeId']), ...time(input) };
}

function answerOutside(platform: FakePlatform, input: JsonObject): void {
  const text = needText(input, 'text');
  if (input['parentId'] !== undefined) {
    platform.answerOutside({
      parentId: needText(input, 'parentId'),
      text,
      ...texts(input, ['commentId']),
      ...time(input),
    });
    return;
  }
  platform.answerOutside({
    channel: privateChannel(input),
    account: needText(input, 'account'),
    citizenId: needText(input, 'citizenId'),
    text,
    ...texts(input, ['messageId']),
    ...time(input),
  });
}
