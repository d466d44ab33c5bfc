import { needNumber, needText, numbers, oneOf, texts } from '../basics/control-fields.js';
import { doing, pathsOf, type ControlRoutes } from '../basics/control-routes.js';
import { asObject, type JsonObject } from '../basics/json.js';
import type { FakeBluesky } from './fake-bluesky.js';
import { CLOSED_CONVOS, FAULT_KINDS, type ClosedConvo } from './faults.js';
import type { Person } from './state.js';

function citizenIn(input: JsonObject): Person {
  const citizen = asObject(input['citizen']) ?? {};
  return { did: needText(citizen, 'did'), handle: needText(citizen, 'handle'), ...texts(citizen, ['displayName']) };
}

const CLOSED = Object.keys(CLOSED_CONVOS) as readonly ClosedConvo[];
const OFF = ['takendown', 'suspended', 'deactivated'] as const;

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
  'POST close-convo': doing((platform, input) => {
    platform.closeConvo(needText(input, 'convoId'), oneOf(input['why'], 'why', CLOSED));
  }),
  'POST open-convo': doing((platform, input) => {
    platform.closeConvo(needText(input, 'convoId'), undefined);
  }),
  'POST close-messages': doing((platform, input) => {
    platform.closeMessages(needText(input, 'did'), oneOf(input['why'], 'why', CLOSED));
  }),
  'POST open-messages': doing((platform, input) => {
    platform.closeMessages(needText(input, 'did'), undefined);
  }),
  'POST password': doing((platform, input) => {
    platform.setPassword(needText(input, 'handle'), needText(input, 'appPassword'), input['endsSessions'] === true);
  }),
  'POST switch-off': doing((platform, input) => {
    platform.switchOff(needText(input, 'did'), oneOf(input['status'], 'status', OFF));
  }),
  'POST disorder': doing((platform, input) => {
    platform.setDisorder({
      seed: needText(input, 'seed'),
      ...numbers(input, ['duplicateShare', 'reorderShare', 'delayMs']),
    });
  }),
  'POST fault': doing((platform, input) => {
    platform.fault({
      ...{ endpoint: needText(input, 'endpoint'), kind: oneOf(input['kind'], 'kind', FAULT_KINDS) },
      ...texts(input, ['error', 'message', 'account']),
      ...numbers(input, ['times', 'resetSeconds']),
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
