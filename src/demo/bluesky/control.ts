import { needNumber, needText, numbers, oneOf, texts } from '../basics/control-fields.js';
import { doing, pathsOf, type ControlRoutes } from '../basics/control-routes.js';
import { asObject, type JsonObject } from '../basics/json.js';
import type { FakeBluesky } from './fake-bluesky.js';
import { FAULT_KINDS } from './faults.js';
import type { Person } from './state.js';

function citizenIn(input: JsonObject): Person {
  const citizen = asObject(input['citizen']) ?? {};
  return { did: needText(citizen, 'did'), handle: needText(citizen, 'handle'), ...texts(citizen, ['displayName']) };
}

export const ROUTES: ControlRoutes<FakeBluesky> = {
  'POST post': (platform, input) =>
    platform.post({
      ...{ citizen: citizenIn(input), text: needText(input, 'text') },
      ...texts(input, ['mentions', 'replyTo', 'quotes', 'key']),
      ...numbers(input, ['createdAtMs', 'atMs']),
    }),
  'POST delete-post': doing((platform, input) => {
    platform.deletePost(needText(input, 'uri'));
  }),
  'POST write': (platform, input) =>
    platform.write({
      ...{ account: needText(input, 'account'), citizen: citizenIn(input), text: needText(input, 'text') },
      ...texts(input, ['key']),
      ...numbers(input, ['atMs']),
    }),
  'POST unwrite': doing((platform, input) => {
    platform.unwrite(needText(input, 'convoId'), needText(input, 'id'));
  }),
  'POST fault': doing((platform, input) => {
    platform.fault({
      ...{ endpoint: needText(input, 'endpoint'), kind: oneOf(input['kind'], 'kind', FAULT_KINDS) },
      ...texts(input, ['error', 'account']),
      ...numbers(input, ['times']),
    });
  }),
  'POST clear-faults': doing((platform) => {
    platform.clearFaults();
  }),
  'POST advance-clock': (platform, input) => ({ nowMs: platform.advanceClock(needNumber(input, 'ms')) }),
  'GET transcript': (platform) => ({ items: platform.transcript() }),
  'GET calls': (platform) => ({ items: platform.calls() }),
  'GET clock': (platform) => ({ nowMs: platform.nowMs() }),
};

export const BLUESKY_CONTROL_ROUTES: readonly string[] = pathsOf(ROUTES);
