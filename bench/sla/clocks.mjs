// Tickets with open clocks, straight into the tables: what a busy year of all municipalities leaves open at once.

const TARGET = '1700';
/** Half an hour of promise, so that a warning at three quarters of it can be put at any moment. */
export const PROMISED_MINUTES = 30;
export const WARN_SHARE = 0.75;

/** An id of its own for every number, at an instant: its partition is that of the instant. */
const ID = (instant, number) => `
  (select (substr(t, 1, 8) || '-' || substr(t, 9, 4) || '-7' || lpad(to_hex(${number} % 4096), 3, '0') || '-8000-'
    || lpad(to_hex(${number}), 12, '0'))::uuid
   from (select lpad(to_hex((extract(epoch from ${instant}) * 1000)::bigint), 12, '0') as t) as x)`;

function openedFact(terms) {
  return {
    ...{ channel: 'facebook', account: '104402100000001', shard: 0, citizenId: null, kind: 'question' },
    ...{ topic: 'afval', language: 'nl', level: 'local', priority: 'normal', target: TARGET, matched: [] },
    route: { rule: 'bench', explanation: 'Alles gaat naar 1700.' },
    ...{ messageId: '00000000-0000-7000-8000-000000000000', replyUntilMs: null, terms },
  };
}

/** What the tickets were promised: by a calendar that is always open, so that time passes as on any clock. */
function terms() {
  const clock = (name, minutes) => ({ name, minutes, calendar: 'altijd', warnAt: [WARN_SHARE], dueAtMs: null });
  return {
    ...{ policy: 'bench', policyVersion: '2026-01-01', rule: 'bench', transitMinutes: 5, explanation: 'Bench.' },
    clocks: [clock('first-response', PROMISED_MINUTES), clock('resolution', 525_600)],
    ...{ pausesWhileWaiting: ['resolution'], onReopen: 'continue', resumeGraceMinutes: 30 },
  };
}

const SEED = `
  with made as (
    select n, at, ${ID('at', 'n')} as id, ('c' || n) as conversation
    from (select n, $3::timestamptz + (n - $1) * $4::interval as at from generate_series($1::bigint, $2::bigint) as n) as s
  ), tickets as (
    insert into ticket (id, tenant, number, channel, account, conversation, shard, kind, status, topic, language, level,
      priority, target, opened_at, updated_at, messages, seq, settings_hash)
    select id, 'gent', n, 'facebook', '104402100000001', conversation, n % 64, 'question', 'new', 'afval', 'nl', 'local',
      'normal', '${TARGET}', at, at, 1, 1, $5 from made
  ), facts as (
    insert into ticket_event (ticket_id, seq, tenant, type, event_id, occurred_at, received_at, settings_hash, data)
    select id, 1, 'gent', 'ticket.opened', id, at, at, $5,
      $6::jsonb || jsonb_build_object('number', n, 'conversation', conversation) from made
  )
  insert into clock (ticket_id, name, round, tenant, target, state, started_at, due_at, promised_at, limited_by, warn_at,
    target_ms, spent_ms, next_at, as_of, policy, policy_version, rule, settings_hash, explanation)
  select id, name, 1, 'gent', '${TARGET}', 'running', at, at + length, at + length, 'promise', at + length * ${WARN_SHARE},
    extract(epoch from length) * 1000, 0, at + length * ${WARN_SHARE}, at, 'bench', '2026-01-01', 'bench', $5, 'Bench.'
  from made cross join (values ('first-response', interval '${PROMISED_MINUTES} minutes'),
                               ('resolution', interval '525600 minutes')) as c(name, length)`;

const CHUNK = 50_000;

/**
 * Opens tickets with two clocks each. The first response of a ticket warns at three quarters of its promise.
 *
 * @param plan `from` and `to` (numbers), `openedAt` of the first, `apart` (an interval) between one and the next, `hash`
 */
export async function openTickets(database, { from, to, openedAt, apart, hash, onProgress }) {
  const fact = JSON.stringify(openedFact(terms()));
  for (let first = from; first <= to; first += CHUNK) {
    const last = Math.min(first + CHUNK - 1, to);
    const { rows } = await database.query('select $1::timestamptz + $2::int * $3::interval as at', [
      ...[openedAt, first - from, apart],
    ]);
    await database.query(SEED, [first, last, rows[0].at, apart, hash, fact]);
    onProgress?.(last - from + 1);
  }
  await database.query('analyze ticket, ticket_event, clock');
}
