import { needNumber, needText, numbers, oneOf, texts, time } from '../basics/control-fields.js';
import { ControlError } from '../basics/control-error.js';
import { doing, pathsOf, type ControlRoutes } from '../basics/control-routes.js';
import { asObject, type JsonObject } from '../basics/json.js';
import type { WriteInput } from './citizen-actions.js';
import type { FakeMastodon } from './fake-mastodon.js';
import { ENDPOINTS, FAULT_KINDS, type MastodonFault } from './faults.js';
import { VISIBILITIES } from './state.js';

function writeInput(input: JsonObject): WriteInput {
  const citizen = asObject(input['citizen']);
  if (citizen === undefined) {
    throw new ControlError('The field citizen must be an object with a handle and a name.');
  }
  const { visibility } = input;
  return {
    citizen: {
      handle: needText(citizen, 'handle'),
      name: needText(citizen, 'name'),
      isBot: citizen['isBot'] === true,
    },
    text: needText(input, 'text'),
    ...(visibility === undefined ? {} : { visibility: oneOf(visibility, 'visibility', VISIBILITIES) }),
    ...texts(input, ['inReplyTo', 'quotes', 'spoiler', 'photo', 'key']),
    ...time(input),
  };
}

function faultIn(input: JsonObject): MastodonFault {
  return {
    endpoint: oneOf(input['endpoint'], 'endpoint', [...ENDPOINTS, 'any']),
    kind: oneOf(input['kind'], 'kind', FAULT_KINDS),
    ...texts(input, ['account', 'error']),
    ...numbers(input, ['times', 'resetSeconds', 'code']),
  };
}

export const ROUTES: ControlRoutes<FakeMastodon> = {
  'POST write': (platform, input) => platform.write(writeInput(input)),
  'POST edit': doing((platform, input) => {
    platform.edit(needText(input, 'statusId'), needText(input, 'text'));
  }),
  'POST delete': doing((platform, input) => {
    platform.remove(needText(input, 'statusId'));
  }),
  'POST favourite': doing((platform, input) => {
    platform.favourite(needText(input, 'statusId'));
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
  'GET transcript': (platform, input) => ({
    entries: platform.transcript({
      ...texts(input, ['notified']),
      ...(input['who'] === undefined ? {} : { who: oneOf(input['who'], 'who', ['citizen', 'service'] as const) }),
    }),
  }),
  'GET calls': (platform) => ({ calls: platform.calls() }),
};

export const MASTODON_CONTROL_ROUTES = pathsOf(ROUTES);
