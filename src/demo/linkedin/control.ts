import { needNumber, needText, numbers, oneOf, texts } from '../basics/control-fields.js';
import { doing, pathsOf, type ControlRoutes } from '../basics/control-routes.js';
import type { JsonObject } from '../basics/json.js';
import type { FakeLinkedIn } from './fake-linkedin.js';
import { ENDPOINTS, FAULT_KINDS, type LinkedInFault } from './faults.js';
import type { Named, Telling, TokenState } from './state.js';
import type { LinkedInFilter } from './transcript.js';

const TOKENS: readonly TokenState[] = ['valid', 'revoked', 'expired', 'not-admin'];

function telling(input: JsonObject): Telling {
  return { ...numbers(input, ['lateMs', 'hiddenMs']), ...(input['isBare'] === true ? { isBare: true } : {}) };
}

function named(input: JsonObject): Named {
  return { ...texts(input, ['key']), ...numbers(input, ['atMs']) };
}

function faultInput(input: JsonObject): LinkedInFault {
  return {
    endpoint: oneOf(input['endpoint'], 'endpoint', ['any', ...ENDPOINTS]),
    kind: oneOf(input['kind'], 'kind', FAULT_KINDS),
    ...texts(input, ['account', 'code', 'message']),
    ...numbers(input, ['times', 'delayMs', 'status', 'retryAfterSeconds']),
  };
}

function filterOf(input: JsonObject): LinkedInFilter {
  return {
    ...texts(input, ['post']),
    ...(input['who'] === undefined ? {} : { who: oneOf(input['who'], 'who', ['citizen', 'page']) }),
  };
}

export const ROUTES: ControlRoutes<FakeLinkedIn> = {
  'POST publish': (platform, input) =>
    platform.publish({
      ...{ organization: needText(input, 'organization'), text: needText(input, 'text') },
      ...named(input),
    }),
  'POST comment': (platform, input) =>
    platform.comment({
      ...{ actor: needText(input, 'actor'), post: needText(input, 'post'), text: needText(input, 'text') },
      ...texts(input, ['replyTo']),
      ...telling(input),
      ...named(input),
    }),
  'POST edit': doing((platform, input) => {
    platform.edit({ urn: needText(input, 'urn'), text: needText(input, 'text'), ...telling(input) });
  }),
  'POST delete': doing((platform, input) => {
    platform.remove({ urn: needText(input, 'urn'), ...telling(input) });
  }),
  'POST mention': (platform, input) =>
    platform.mention({
      ...{ actor: needText(input, 'actor'), organization: needText(input, 'organization') },
      text: needText(input, 'text'),
      ...telling(input),
    }),
  'POST like': doing((platform, input) => {
    platform.like({ actor: needText(input, 'actor'), post: needText(input, 'post') });
  }),
  'POST close-comments': doing((platform, input) => {
    platform.closeComments(needText(input, 'post'), true);
  }),
  'POST open-comments': doing((platform, input) => {
    platform.closeComments(needText(input, 'post'), false);
  }),
  'POST take-role': doing((platform, input) => {
    platform.takeRole(needText(input, 'organization'));
  }),
  'POST disorder': doing((platform, input) => {
    platform.setDisorder({
      seed: needText(input, 'seed'),
      ...numbers(input, ['duplicateShare', 'reorderShare', 'delayMs']),
    });
  }),
  'POST token': doing((platform, input) => {
    platform.setToken(needText(input, 'organization'), oneOf(input['token'], 'token', TOKENS));
  }),
  'POST fault': doing((platform, input) => {
    platform.fault(faultInput(input));
  }),
  'POST clear-faults': doing((platform) => {
    platform.clearFaults();
  }),
  'POST advance-clock': (platform, input) => ({ nowMs: platform.advanceClock(needNumber(input, 'ms')) }),
  'GET transcript': (platform, input) => ({ items: platform.transcript(filterOf(input)) }),
  'GET calls': (platform) => ({ items: platform.calls() }),
  'GET clock': (platform) => ({ nowMs: platform.nowMs() }),
};

export const LINKEDIN_CONTROL_ROUTES: readonly string[] = pathsOf(ROUTES);
