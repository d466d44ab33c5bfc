import type { ChannelContext, Prober, ProbeOutcome, ProbeRequest } from '../../../src/adapter-sdk/index.js';
import { GRAPH_RULES, type ErrorRule } from './errors.js';
import { callGraph } from './graph.js';
import { graphVersionEnd } from './limits.js';
import { looked, type NotWell } from './probe-call.js';
import { tokenFacts, type TokenFacts } from './probe-token.js';
import type { Fields } from './read.js';
import { metaSettings } from './settings.js';
import { subscribe, subscriptionOf, type Subscriber } from './subscription.js';

/** What one of Meta's channels needs, and where its webhooks come from. */
export interface MetaProbe {
  /** Fields of the account that are asked for. */
  readonly fields: string;
  readonly scopes: readonly string[];
  readonly rules?: readonly ErrorRule[];
  /** What the account itself says: dead, or a code that needs a look. */
  readonly stateOf?: (account: Fields) => NotWell | { readonly warning?: string };
  /** Undefined where it cannot be told who subscribes. */
  subscriberOf(request: ProbeRequest, context: ChannelContext, token: TokenFacts | undefined): Subscriber | undefined;
}

function isNotWell(value: object): value is NotWell {
  return 'kind' in value && (value.kind === 'dead' || value.kind === 'unsure');
}

/** What was found out about an account that is well. */
function wellOf(
  scopes: readonly string[],
  token: TokenFacts | undefined,
  subscription: 'present' | 'absent' | 'unknown',
): ProbeOutcome {
  return {
    ...{ kind: 'well', subscription },
    ...(token?.expiresAtMs === undefined ? {} : { expiresAtMs: token.expiresAtMs }),
    missing: scopes.filter((scope) => token?.scopes?.includes(scope) === false),
  };
}

async function probe(probed: MetaProbe, request: ProbeRequest, context: ChannelContext): Promise<ProbeOutcome> {
  const { fields, rules = GRAPH_RULES } = probed;
  const account = looked(await callGraph({ path: [request.account], query: { fields } }, context), rules);
  const state = account.ok ? (probed.stateOf?.(account.body) ?? {}) : account.outcome;
  if (isNotWell(state)) {
    return state;
  }
  const token = await tokenFacts(context);
  if (token !== undefined && token.kind !== 'token') {
    return token;
  }
  const subscriber = probed.subscriberOf(request, context, token);
  const subscription = subscriber === undefined ? 'unknown' : await subscriptionOf(subscriber, context);
  return typeof subscription === 'string' ? { ...wellOf(probed.scopes, token, subscription), ...state } : subscription;
}

async function resubscribe(probed: MetaProbe, request: ProbeRequest, context: ChannelContext): Promise<boolean> {
  const token = await tokenFacts(context);
  const subscriber = probed.subscriberOf(request, context, token?.kind === 'token' ? token : undefined);
  return subscriber !== undefined && (await subscribe(subscriber, context));
}

/** Asks about the account, its token and its subscription, in at most three calls. */
export function metaProber(probed: MetaProbe): Prober {
  return {
    probe: (request, context) => probe(probed, request, context),
    resubscribe: (request, context) => resubscribe(probed, request, context),
    knownEnds: (settings) => graphVersionEnd(metaSettings(settings).apiVersion),
  };
}
