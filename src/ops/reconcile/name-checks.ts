import { UNASSIGNED } from '../../domain/vocabulary.js';
import { keptSince } from './partitions.js';
import type { Check } from './report.js';

/** Names of conversations, on channels where a citizen has more than one. */
export const NAME_CHECKS: readonly Check[] = [
  {
    check: 'event-names',
    sentence: 'An event told as many new names of conversations as it says.',
    sql: `
      select e.id::text as example from event e
      left join (select event_id, count(*) as found from conversation_alias where event_id is not null group by event_id) n
        on n.event_id = e.id
      where coalesce(e.new_names, 0) <> coalesce(n.found, 0)`,
  },
  {
    check: 'name-event',
    sentence: 'Every name of a conversation came with an event.',
    sql: `
      select n.event_id::text as example from conversation_alias n
      where n.event_id >= ${keptSince('event')} and not exists (select from event e where e.id = n.event_id)`,
  },
  {
    check: 'name-citizen',
    sentence: 'A name that a citizen wrote under is an alias of a citizen.',
    // Told once more while nobody claimed the account: then the municipality has that name already.
    sql: `
      select n.event_id::text as example from conversation_alias n join event e on e.id = n.event_id
      where n.tenant <> '${UNASSIGNED}' and e.state = 'handled' and ((e.action = 'open' and e.reason is null)
                                     or (e.action = 'identity' and e.reason = 'IDENTITY_LINKED'))
        and not exists (
          select from citizen_alias a
          where (a.tenant, a.channel, a.scope, a.kind, a.value) = (n.tenant, n.channel, n.account, n.kind, n.value))`,
  },
  {
    check: 'conversation-goes-on',
    sentence: 'A conversation that ended goes on in one that did not.',
    sql: `
      select c.tenant || ' ' || c.channel || ' ' || coalesce(c.ticket_id::text, 'no ticket') as example from conversation c
      where c.goes_on_in is not null and not exists (
        select from conversation o
        where (o.tenant, o.channel, o.account, o.key) = (c.tenant, c.channel, c.account, c.goes_on_in)
          and o.goes_on_in is null)`,
  },
];
