import type { TicketKind } from '../../domain/vocabulary.js';
import { clockStart } from '../../domain/sla/dated-fact.js';
import type { CrisisTerms, TicketFact } from '../../domain/ticket.js';
import type { Rules, TenantRules } from '../batch/rules.js';
import type { World } from '../batch/world.js';
import type { ConversationPlace } from '../inbox/ticket-news.js';
import { chooseTarget } from '../route/choose-target.js';
import { promiseTerms } from '../sla/promise.js';

/** What a new ticket is made of: the first message, whose it is, and where answers go. */
export interface Opening {
  readonly rules: Rules;
  readonly tenant: TenantRules;
  readonly world: World;
  readonly number: number;
  readonly place: ConversationPlace;
  readonly shard: number;
  readonly citizenId: string | null;
  readonly messageId: string;
  readonly text: string;
  /** Of the first message, UTC milliseconds. */
  readonly occurredAtMs: number;
  readonly receivedAtMs: number;
  readonly replyUntilMs: number | null;
}

type Opened = Extract<TicketFact, { type: 'ticket.opened' }>;

function inCrisis({ tenant, world }: Opening): { readonly crisis?: CrisisTerms } {
  const crisis = world.crisis(tenant.tenant);
  return crisis === undefined ? {} : { crisis };
}

/** A complaint may be a formal one. Only a person starts a statutory clock; the rules point at it. */
function proposal({ tenant }: Opening, kind: string): { readonly proposes?: 'complaint' } {
  return kind === 'complaint' && tenant.statutory.complaint !== undefined ? { proposes: 'complaint' } : {};
}

function termsFor(opening: Opening, facts: { topic: string; kind: TicketKind }): ReturnType<typeof promiseTerms> {
  const { tenant, rules, world, place, occurredAtMs, receivedAtMs } = opening;
  return promiseTerms({
    versions: tenant.slaVersions,
    calendar: (name) => world.times(tenant.tenant)(rules.hash).calendar(name),
    partyCalendar: (party) => (party === '1700' ? rules.contactCenterCalendar : null),
    facts: { ...facts, channel: place.channel, priority: 'normal', plan: tenant.plan },
    ...{ occurredAtMs, receivedAtMs },
  });
}

/** The first fact of a new ticket: coded, routed and promised. A gap in the configuration parks what opens it. */
export function openingFact(opening: Opening): { readonly fact: Opened } | { readonly park: string } {
  const { tenant, rules, place, shard, number, messageId, citizenId, replyUntilMs } = opening;
  const { topic, level, kind, language, matched } = rules.topics.codeTopic(opening.text);
  const { channel, account, conversation } = place;
  const promise = termsFor(opening, { topic, kind });
  if (!promise.ok) {
    return { park: promise.code };
  }
  const startMs = clockStart(opening.occurredAtMs, opening.receivedAtMs, promise.terms.transitMinutes);
  const isOpen = tenant.calendar.isOpen(startMs);
  const route = chooseTarget({ topic, channel, level, kind, language, isOpen }, tenant.routes);
  if (!route.ok) {
    return { park: route.code };
  }
  return {
    fact: {
      type: 'ticket.opened',
      ...{ number, channel, account, conversation, shard, kind, topic, language, level, matched },
      ...{ citizenId, messageId, priority: 'normal', target: route.target },
      route: { rule: route.rule, explanation: route.explanation },
      terms: promise.terms,
      replyUntilMs,
      ...inCrisis(opening),
      ...proposal(opening, kind),
    },
  };
}
