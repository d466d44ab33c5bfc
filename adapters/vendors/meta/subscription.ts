import type { ChannelContext } from '../../../src/adapter-sdk/index.js';
import { GRAPH_RULES, type ErrorRule } from './errors.js';
import { callGraph } from './graph.js';
import { looked, type NotWell } from './probe-call.js';
import { fieldsIn, fieldsOf, idOf, textOf, type Fields } from './read.js';
import { metaSettings } from './settings.js';

/** Who sends us webhooks, and for which fields. A WhatsApp Business Account has none to choose. */
export interface Subscriber {
  readonly node: string;
  /** Without one of these the subscription counts as gone. */
  readonly fields: readonly string[];
  /** What is asked for besides when it is put back; refusing one of them must not cost the others. */
  readonly more?: readonly string[];
  readonly rules?: readonly ErrorRule[];
}

export type Subscription = 'present' | 'absent' | 'unknown';

/** Pages name an app beside its fields, WhatsApp one level deeper. */
function appOf(entry: Fields): Fields {
  return fieldsOf(entry['whatsapp_business_api_data']) ?? entry;
}

function fieldsSubscribed(entry: Fields): readonly string[] {
  const list = entry['subscribed_fields'];
  return Array.isArray(list) ? list.flatMap((one) => textOf(one) ?? []) : [];
}

/** Our own entry, or every one where we do not know the number of our app. */
function ownEntries(entries: readonly Fields[], appId: string): readonly Fields[] {
  return appId === '' ? entries : entries.filter((entry) => idOf(appOf(entry)['id']) === appId);
}

function isWhole(entry: Fields, { fields }: Subscriber): boolean {
  const had = fieldsSubscribed(entry);
  return fields.every((field) => had.includes(field));
}

async function entriesAt(subscriber: Subscriber, context: ChannelContext): Promise<readonly Fields[] | NotWell> {
  const { node, rules = GRAPH_RULES } = subscriber;
  const answer = looked(await callGraph({ path: [node, 'subscribed_apps'] }, context), rules);
  return answer.ok ? fieldsIn(answer.body['data']) : answer.outcome;
}

function isFailure(entries: readonly Fields[] | NotWell): entries is NotWell {
  return 'kind' in entries;
}

/** Whether Meta tells us what happens there. Another app may be subscribed, so `present` needs the number of ours. */
export async function subscriptionOf(subscriber: Subscriber, context: ChannelContext): Promise<Subscription | NotWell> {
  const { appId } = metaSettings(context.settings);
  const entries = await entriesAt(subscriber, context);
  if (isFailure(entries)) {
    return entries;
  }
  if (!ownEntries(entries, appId).some((entry) => isWhole(entry, subscriber))) {
    return 'absent';
  }
  return appId === '' ? 'unknown' : 'present';
}

async function post({ node, rules = GRAPH_RULES }: Subscriber, fields: readonly string[], context: ChannelContext) {
  const body = fields.length === 0 ? {} : { subscribed_fields: [...new Set(fields)].join(',') };
  const answer = looked(await callGraph({ path: [node, 'subscribed_apps'], body }, context), rules);
  return answer.ok && answer.body['success'] === true;
}

/** Subscribes the app of the token again. Fields that it had for another channel of the same page stay. */
export async function subscribe(subscriber: Subscriber, context: ChannelContext): Promise<boolean> {
  const { fields, more = [] } = subscriber;
  const { appId } = metaSettings(context.settings);
  const entries = await entriesAt(subscriber, context);
  if (isFailure(entries)) {
    return false;
  }
  const needed = [...ownEntries(entries, appId).flatMap(fieldsSubscribed), ...fields];
  return (
    (await post(subscriber, [...needed, ...more], context)) || (more.length > 0 && post(subscriber, needed, context))
  );
}
