import { needNumber, needText, numbers, oneOf, texts, time } from '../basics/control-fields.js';
import { ControlError } from '../basics/control-error.js';
import { doing, pathsOf, type ControlRoutes } from '../basics/control-routes.js';
import { asObject, type JsonObject } from '../basics/json.js';
import type { CitizenInput } from './citizen-actions.js';
import type { FakeX } from './fake-x.js';
import { ENDPOINTS, FAULT_KINDS, type XFault } from './faults.js';
import type { XFilter } from './transcript.js';

function citizenIn(input: JsonObject): CitizenInput {
  const citizen = asObject(input['citizen']);
  if (citizen === undefined) {
    throw new ControlError('The field citizen must be an object with a username and a name.');
  }
  return { username: needText(citizen, 'username'), name: needText(citizen, 'name') };
}

function faultIn(input: JsonObject): XFault {
  return {
    endpoint: oneOf(input['endpoint'], 'endpoint', [...ENDPOINTS, 'any']),
    kind: oneOf(input['kind'], 'kind', FAULT_KINDS),
    ...texts(input, ['account', 'detail']),
    ...numbers(input, ['times', 'resetSeconds', 'code']),
  };
}

function filterIn(input: JsonObject): XFilter {
  return {
    ...texts(input, ['inReplyTo', 'to']),
    ...(input['who'] === undefined ? {} : { who: oneOf(input['who'], 'who', ['citizen', 'service'] as const) }),
    ...(input['kind'] === undefined ? {} : { kind: oneOf(input['kind'], 'kind', ['post', 'message'] as const) }),
  };
}

export const ROUTES: ControlRoutes<FakeX> = {
  'POST subscribe': (platform, input) => platform.subscribe(needText(input, 'url')),
  'POST unsubscribe': doing((platform) => {
    platform.unsubscribe();
  }),
  'POST disorder': doing((platform, input) => {
    platform.setDisorder({
      seed: needText(input, 'seed'),
      ...numbers(input, ['duplicateShare', 'reorderShare', 'delayMs']),
    });
  }),
  'POST write': (platform, input) =>
    platform.write({
      ...{ citizen: citizenIn(input), text: needText(input, 'text') },
      ...texts(input, ['inReplyTo', 'quotes', 'key']),
      ...time(input),
    }),
  'POST message': (platform, input) =>
    platform.message({
      ...{ citizen: citizenIn(input), account: needText(input, 'account') },
      ...texts(input, ['text', 'key']),
      ...time(input),
    }),
  'POST close-messages': doing((platform, input) => {
    platform.closeMessages(needText(input, 'username'), input['isClosed'] === true);
  }),
  'POST post-as-account': (platform, input) =>
    platform.postAsAccount({
      ...{ account: needText(input, 'account'), text: needText(input, 'text') },
      ...texts(input, ['inReplyTo']),
    }),
  'POST delete': doing((platform, input) => {
    platform.remove(needText(input, 'id'));
  }),
  'POST token': doing((platform, input) => {
    platform.setToken(needText(input, 'account'), input['isValid'] === true);
  }),
  'POST fault': doing((platform, input) => {
    platform.fault(faultIn(input));
  }),
  'POST clear-faults': doing((platform) => {
    platform.clearFaults();
  }),
  'POST advance-clock': (platform, input) => ({ nowMs: platform.advanceClock(needNumber(input, 'ms')) }),
  'GET transcript': (platform, input) => ({ entries: platform.transcript(filterIn(input)) }),
  'GET calls': (platform) => ({ calls: platform.calls() }),
  'GET webhooks': (platform) => platform.webhooks(),
};

export const X_CONTROL_ROUTES = pathsOf(ROUTES);
