import { recordFileRead } from '../../src/api/file-reads/record-file-read.js';
import { closingParts } from '../../src/app/invoicing.js';
import { billingPeriodAt, closeMonth } from '../../src/billing/index.js';
import { expireLeases } from '../../src/handling/deliver/claim.js';
import { newId, type Id } from '../../src/domain/ids.js';
import { claimMedia, writeAfterFetch } from '../../src/handling/media/media-rows.js';
import type { Database } from '../../src/platform/store/store.js';
import { Teller } from './known-by-several-names.js';
import { script } from './outcomes-by-words.js';
import { pipelineOn, type Pipeline } from './pipeline.js';
import { sceneApi } from './scene-api.js';
import { CENTER, CHANNEL, CRM, SETTINGS } from './small-settings.js';
import { deletes, edits, platform, says, sending } from './told-events.js';

const MINUTE = 60_000;
/** Both parts are longer than half of the limit, so that there are two. */
const LONG_ANSWER = 'Wij komen de stoep morgen herstellen. Daarna ruimen wij alles weer op.';

async function citizensWrite(pipeline: Pipeline): Promise<void> {
  const first = says(pipeline, 'm1', { who: 'c1', agoMinutes: 50 }, 'Mijn stoep is stuk');
  const drop = platform('like', { who: 'c1', agoMinutes: 40 }, { action: 'drop', reason: 'REACTION' }, pipeline.nowMs);
  const photo = sending(
    says(pipeline, 'm2', { who: 'c1', agoMinutes: 45 }, 'Hier is een foto'),
    { type: 'image', mediaId: 'f1' },
    { type: 'sticker', mediaId: 'f2' },
    { type: 'location', latitude: 51.05, longitude: 3.72 },
    { type: 'file', mediaId: 'f3', name: 'plan.pdf' },
  );
  const regretted = says(pipeline, 'm3', { who: 'c2', agoMinutes: 42 }, 'Dit had ik niet moeten schrijven');
  await pipeline.post({ events: [first, photo, drop] }, { events: [first] });
  await pipeline.post(
    { events: [edits(pipeline, 'm1', { version: 1, who: 'c1', agoMinutes: 44 }, 'Mijn stoep ligt los')] },
    { events: [edits(pipeline, 'm1', { version: 2, who: 'c1', agoMinutes: 43 }, 'Mijn stoep ligt open')] },
    { events: [sending(regretted, { type: 'image', mediaId: 'f4' })] },
    { events: [edits(pipeline, 'm3', { version: 1, who: 'c2', agoMinutes: 41 }, 'Dit ook niet')] },
    { events: [deletes(pipeline, 'm3', { who: 'c2', agoMinutes: 40 })] },
    { events: [deletes(pipeline, 'm4', { who: 'c2', agoMinutes: 39 })] },
    { events: [says(pipeline, 'm5', { who: 'c3', agoMinutes: 38, page: 'page-beta' }, 'Eerst retry, dan goed')] },
    { events: [says(pipeline, 'm6', { who: 'c4', agoMinutes: 37, page: 'page-nobody' }, 'Is hier iemand?')] },
    { events: [{ ...says(pipeline, 'm7', { who: 'c5', agoMinutes: 36 }, ''), unrecognised: 'SHAPE_UNKNOWN' }] },
    { events: [says(pipeline, 'm8', { who: 'c6', agoMinutes: 35 }, 'Laat: unclear')] },
    { events: [says(pipeline, 'm9', { who: 'c7', agoMinutes: 34, page: 'page-beta' }, 'Hier choke ik in')] },
    { events: [says(pipeline, 'm13', { who: 'c10', agoMinutes: 91 }, 'Niemand antwoordt')] },
    { broken: true },
  );
  // The platform posted it already.
  await pipeline.pull('page-alfa', { events: [first] });
  await pipeline.split();
  await pipeline.decide();
  await pipeline.post(
    { events: [first, photo] },
    { events: [says(pipeline, 'm4', { who: 'c2', agoMinutes: 39.5 }, 'Te laat')] },
  );
  await pipeline.split();
  await pipeline.decide();
}

/** A citizen whom the platform tells of by a number and by an id, and by both when there are two tickets. */
async function oneCitizenTwice(pipeline: Pipeline): Promise<void> {
  const citizen = new Teller(pipeline.nowMs);
  const names = { number: '32470000001', id: 'BE.1' };
  await pipeline.post(
    { events: [citizen.says({ number: names.number }, 'm14', 33)] },
    { events: [citizen.says({ id: names.id }, 'm15', 32)] },
  );
  await pipeline.split();
  await pipeline.decide();
  await pipeline.post(
    { events: [citizen.says(names, 'm16', 31)] },
    { events: [citizen.changes(names.number, { number: '32499000001' }, 30)] },
  );
  await pipeline.split();
  await pipeline.decide();
}

async function operatorsAct(pipeline: Pipeline): Promise<void> {
  const [one, two, three, six] = await Promise.all(['c1', 'c2', 'c3', 'c6'].map((who) => pipeline.ticketOf(who)));
  const author = 'Jan';
  await pipeline.command('reply', one ?? '', { type: 'reply', text: LONG_ANSWER, author, isFinal: true });
  await pipeline.command('forward', two ?? '', { type: 'forward', to: CENTER, author, reason: 'hoort bij 1700' });
  await pipeline.command('nowhere', two ?? '', { type: 'forward', to: 'nobody', author, reason: 'probeer' });
  await pipeline.command('refused', six ?? '', { type: 'reply', text: 'refuse dit', author, isFinal: true });
  await pipeline.command('empty', six ?? '', { type: 'reply', text: ' ', author, isFinal: true });
  const answer = { ticketId: three ?? '', occurredAtMs: pipeline.nowMs - MINUTE, author: 'An' };
  await pipeline.answer(
    { ...answer, type: 'reply', key: 'a1', text: 'retry en unclear, dan goed', isFinal: false },
    { ...answer, type: 'reply', key: 'a2', text: '' },
    { ...answer, type: 'note', key: 'a3', text: 'Intern' },
  );
  await pipeline.post({
    hook: [
      { kind: 'event', event: { type: 'status', key: 'h1', ticketId: two ?? '', occurredAtMs: pipeline.nowMs } },
      { kind: 'ignored', key: 'h2', reason: 'NOT_OURS' },
      { kind: 'unrecognised', key: 'h3', code: 'HOOK_UNKNOWN' },
    ],
  });
  await pipeline.split();
  await pipeline.decide();
}

/** Two tickets become one, and a message of that one becomes a ticket. */
async function mergeAndSplit(pipeline: Pipeline, db: Database): Promise<void> {
  await pipeline.post(
    { events: [says(pipeline, 'm17', { who: 'c11', agoMinutes: 33 }, 'Er ligt afval')] },
    { events: [says(pipeline, 'm18', { who: 'c11', agoMinutes: 32 }, 'En de lamp is stuk')] },
    { events: [says(pipeline, 'm19', { who: 'c12', agoMinutes: 31 }, 'Hier ligt afval')] },
  );
  await pipeline.split();
  await pipeline.decide();
  const [one, other] = await Promise.all(['c11', 'c12'].map((who) => pipeline.ticketOf(who)));
  const [lamp] = await db.handling.query<{ id: Id }>("select id from message where platform_id = 'm18'");
  const about = { author: 'Jan', reason: 'hoort zo' };
  await pipeline.command('merge', other ?? '', { type: 'merge', into: one as Id, ...about });
  await pipeline.command('split', one ?? '', {
    type: 'split',
    messageIds: lamp === undefined ? [] : [lamp.id],
    ...about,
  });
  await pipeline.decide();
}

/** A public message is hidden and answered in private, and the citizen goes on there. */
async function hideAndAnswerInPrivate(pipeline: Pipeline, db: Database): Promise<void> {
  const comment = says(pipeline, 'm21', { who: 'c21', agoMinutes: 33 }, 'Mijn factuur klopt niet');
  const message = { id: 'm21', text: 'Mijn factuur klopt niet', attachments: [], isPublic: true };
  await pipeline.post({ events: [{ ...comment, message }] });
  await pipeline.split();
  await pipeline.decide();
  const ticket = await pipeline.ticketOf('c21');
  const [known] = await db.handling.query<{ id: Id }>("select id from message where platform_id = 'm21'");
  const author = 'Jan';
  await pipeline.command('private', ticket, {
    ...{ type: 'reply', text: 'Stuur ons uw nummer', author, isFinal: false, way: 'private' },
  });
  await pipeline.command('hide', ticket, { type: 'hide', messageId: known?.id ?? ('' as Id), hidden: true, author });
  await pipeline.decide();
  await deliverAll(pipeline);
  const answer = says(pipeline, 'm22', { who: 'c21', agoMinutes: 20 }, 'Hier is het');
  await pipeline.post({ events: [{ ...answer, conversation: 'private-m21' }] });
  await pipeline.split();
  await pipeline.decide();
}

async function deliverAll(pipeline: Pipeline): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) {
    await pipeline.deliver();
    await pipeline.decide();
    await pipeline.passWaits();
  }
}

/** An answer in the platform's own app, a receipt, a closed ticket, and clocks that ran out. */
async function lateThings(pipeline: Pipeline, db: Database): Promise<void> {
  const beta = { who: 'c8', page: 'page-beta', agoMinutes: 30 };
  await pipeline.post({ events: [says(pipeline, 'm10', beta, 'Wie helpt mij?')] });
  await pipeline.split();
  await pipeline.decide();
  const message = { id: 'o1', text: 'Ik help u hier', attachments: [], isPublic: false };
  const [reply] = await db.handling.query<{ remote_id: string }>(
    `select remote_id from delivery where kind = 'reply' and state = 'delivered' and ticket_id = $1 order by part limit 1`,
    [await pipeline.ticketOf('c1')],
  );
  const price = { item: `${CHANNEL}.service` };
  const receipt = { status: 'read', messageId: reply?.remote_id ?? '', price } as const;
  await pipeline.post(
    { events: [platform('o:o1', { ...beta, agoMinutes: 29 }, { action: 'outside', message }, pipeline.nowMs)] },
    { events: [platform('r:1', { who: 'c1', agoMinutes: 1 }, { action: 'delivery', receipt }, pipeline.nowMs)] },
    { events: [platform('i:1', { who: 'c9', agoMinutes: 1 }, { action: 'identity' }, pipeline.nowMs)] },
  );
  await pipeline.split();
  const close = { type: 'status', status: 'closed', author: 'Jan', reason: 'Opgelost' } as const;
  await pipeline.command('close', await pipeline.ticketOf('c1'), close);
  await pipeline.decide();
  // It costs nothing from now on, what still comes included.
  await pipeline.command('spam', await pipeline.ticketOf('c1'), { ...close, isSpam: true });
  await pipeline.decide();
  await pipeline.fireClocks();
  await pipeline.decide();
}

/** A crisis that was told to open tickets, and ended before its time. */
async function crisis(pipeline: Pipeline, db: Database): Promise<void> {
  const post = sceneApi(db, () => pipeline.nowMs);
  const until = new Date(pipeline.nowMs + 60 * MINUTE).toISOString();
  const reason = 'Overstroming';
  for (const [path, body] of [
    ['', { mode: 'suspend', until, reason }],
    ['/end', { reason }],
  ] as const) {
    const { status } = await post(`/municipalities/44001/crisis${path}`, body);
    if (status !== 200) {
      throw new Error(`The crisis was refused: ${status}`);
    }
    await pipeline.spreadChanges();
    await pipeline.decide();
  }
}

async function leaveSomeOpen(pipeline: Pipeline, db: Database): Promise<void> {
  await pipeline.claimAndDie(CENTER, true);
  await expireLeases(db.handling);
  await pipeline.post({ events: [says(pipeline, 'm11', { who: 'c1', agoMinutes: 0.5 }, 'Dank u')] });
  await pipeline.split();
  await pipeline.decide();
  await pipeline.claimAndDie(CRM, false);
  await pipeline.command('note', await pipeline.ticketOf('c2'), { type: 'note', text: 'Nog te doen', author: 'Jan' });
  await pipeline.post({ events: [says(pipeline, 'm12', { who: 'c1', agoMinutes: 0 }, 'Nog iets')] });
}

/** A month is closed, and so is the next one, in which a message of the month before turns out to be spam. */
async function closeTwoMonths(pipeline: Pipeline, db: Database): Promise<void> {
  const now = billingPeriodAt(pipeline.nowMs);
  const before = billingPeriodAt(now.fromMs - 1);
  const from = before.period;
  const municipalities = SETTINGS.municipalities.map((one) => ({
    ...one,
    ...(one.invoicing === undefined ? {} : { invoicing: { ...one.invoicing, from } }),
  }));
  const parts = closingParts(db.handling, { ...SETTINGS, municipalities }, pipeline.nowMs);
  const early = says(pipeline, 'm20', { who: 'c20', agoMinutes: 0, page: 'page-beta' }, 'Win nu een fiets');
  await pipeline.post({ events: [{ ...early, occurredAtMs: now.fromMs - 12 * 60 * MINUTE }] });
  await pipeline.split();
  await pipeline.decide();
  await closeMonth(parts, { period: before });
  const close = { type: 'status', status: 'closed', author: 'Jan', reason: 'Reclame' } as const;
  await pipeline.command('spam-c20', await pipeline.ticketOf('c20'), { ...close, isSpam: true });
  await pipeline.decide();
  await closeMonth(parts, { period: now });
}

/**
 * Fills a migrated database by running the real pipeline: duplicates, edits, deletions before and after, answers in
 * parts, retries, unknown outcomes, refusals, forwards, clocks, a merge, a split, a private answer to a public
 * message that is hidden, a crisis, closed months, and work of every kind that
 * is still open.
 */
/** One file of those that are due is fetched; the others stay due. */
/** Somebody looks at it too. */
async function fetchOnePhoto(db: Database): Promise<void> {
  const fetched = await db.handling.transaction('media.settle', async (sql) => {
    const [claimed] = await claimMedia(sql, { total: 1, perAccount: 1, leaseMs: 60_000 });
    if (claimed === undefined) {
      throw new Error('No file is due');
    }
    const copy = { digest: 'ab'.repeat(32), bytes: 68, mimeType: 'image/png' };
    await writeAfterFetch(sql, claimed, { state: 'fetched', ...copy }, 90);
    return claimed;
  });
  const { tenant, message_id: messageId, n } = fetched;
  const at = new Date();
  await db.api.transaction('api.file-read', async (sql) => {
    await sql.query("select set_config('schakel.tenant', $1, true)", [tenant]);
    await recordFileRead(sql, { id: newId(at.getTime()), tenant, messageId, n, principal: 'bootstrap', at });
  });
}

export async function fillWithRealData(db: Database): Promise<Pipeline> {
  const pipeline = await pipelineOn(db, script);
  await citizensWrite(pipeline);
  await oneCitizenTwice(pipeline);
  await operatorsAct(pipeline);
  await mergeAndSplit(pipeline, db);
  await deliverAll(pipeline);
  await hideAndAnswerInPrivate(pipeline, db);
  await lateThings(pipeline, db);
  await crisis(pipeline, db);
  await closeTwoMonths(pipeline, db);
  await fetchOnePhoto(db);
  await leaveSomeOpen(pipeline, db);
  return pipeline;
}
