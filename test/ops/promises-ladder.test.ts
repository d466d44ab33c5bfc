import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadAnswers } from '../../src/handling/deliver/load-answers.js';
import { promisesScene, type PromisesScene } from './promises-scene.js';
import { OFFICE, promising } from './promises-settings.js';
import { CENTER, CRM, SETTINGS } from './small-settings.js';

const MINUTE_MS = 60_000;
const HOUR = 60;

async function priorityOf(scene: PromisesScene, who: string): Promise<string | undefined> {
  const [row] = await scene.time.db.owner.query<{ priority: string }>('select priority from ticket where id = $1', [
    await scene.pipeline.ticketOf(who),
  ]);
  return row?.priority;
}

describe('what a policy asks for when time runs out', () => {
  let scene: PromisesScene;
  beforeAll(async () => {
    const actions = [
      { at: 0.5, do: 'raise-priority', clocks: ['first-response'] },
      { at: 'breach', do: 'reroute', to: CENTER, clocks: ['first-response'] },
    ] as const;
    scene = await promisesScene(promising({ rule: { actions } }));
  });
  afterAll(() => scene.close());

  it('raises the priority, and tells the target', async () => {
    await scene.says('c1');
    await scene.turnTo(30);
    await scene.tick();
    expect(await priorityOf(scene, 'c1')).toBe('high');
    expect(await scene.told('c1')).toEqual([`opened ${CRM}`, `priority-changed ${CRM}`]);
    expect(await scene.facts('c1', 'priority.changed')).toMatchObject([
      { data: { from: 'normal', to: 'high', by: 'sla', because: 'first-response:0.5' } },
    ]);
  });

  it('gives the ticket to another target after a breach: opened there, withdrawn here', async () => {
    await scene.turnTo(60);
    await scene.tick();
    await scene.tick();
    expect(await scene.told('c1')).toEqual([
      ...[`opened ${CRM}`, `priority-changed ${CRM}`],
      ...[`opened ${CENTER}`, `withdrawn ${CRM}`],
    ]);
    expect(await scene.facts('c1', 'ticket.forwarded')).toMatchObject([
      { data: { from: CRM, to: CENTER, by: 'sla', because: 'first-response:breach-actions' } },
    ]);
  });

  it('leaves nothing for reconciliation to say', async () => {
    expect((await scene.report()).findings).toEqual([]);
  });
});

describe('overflow', () => {
  let scene: PromisesScene;
  beforeAll(async () => {
    const actions = [{ at: 0.5, do: 'overflow', to: CENTER, clocks: ['first-response'] }] as const;
    const municipality = { calendar: OFFICE.name };
    const targets = SETTINGS.targets.map((target) =>
      target.id === CENTER ? { ...target, calendar: 'always' } : target,
    );
    const rule = { calendar: 'always', actions } as const;
    scene = await promisesScene(promising({ rule, municipality, settings: { targets } }));
  });
  afterAll(() => scene.close());

  it('leaves a ticket where somebody is there', async () => {
    await scene.says('by day');
    await scene.turnTo(30);
    await scene.tick();
    expect(await scene.moments('by day')).toEqual(['30 sla.warned first-response 0.5']);
    expect(await scene.told('by day')).toEqual([`opened ${CRM}`]);
  });

  it('gives a ticket to whoever is there when nobody is', async () => {
    // Ten at night.
    await scene.turnTo(12 * HOUR);
    await scene.says('by night');
    await scene.turnTo(12 * HOUR + 30);
    await scene.tick();
    expect(await scene.moments('by night')).toEqual(['750 sla.warned first-response 0.5']);
    expect(await scene.told('by night')).toEqual([`opened ${CRM}`, `opened ${CENTER}`, `withdrawn ${CRM}`]);
    expect((await scene.report()).findings).toEqual([]);
  });
});

describe('a holding reply', () => {
  let scene: PromisesScene;
  const texts = { nl: 'Wij antwoorden u morgen.', fr: 'Nous vous répondons demain.' };

  beforeAll(async () => {
    scene = await promisesScene(
      promising({
        rule: { firstResponseMinutes: 600, resolutionMinutes: 900, warnAt: [] },
        policy: { windowLadder: [{ beforeMinutes: 40, do: 'holding-reply', text: texts }] },
        // A person has 180 minutes, a machine 160.
        replyWindow: ({ lastCitizenAtMs, nowMs, isHumanAuthor }) => {
          const closesAtMs = lastCitizenAtMs + (isHumanAuthor ? 180 : 160) * MINUTE_MS;
          return nowMs < closesAtMs
            ? { open: true, mode: 'response', closesAtMs }
            : { open: false, code: 'REPLY_WINDOW_CLOSED', closedAtMs: closesAtMs };
        },
      }),
    );
  });
  afterAll(() => scene.close());

  async function sentTo(who: string): Promise<readonly string[]> {
    const rows = await scene.time.db.owner.query<{ text: string }>(
      `select m.text from delivery d join message m on m.id = d.message_id
       where d.ticket_id = $1 and d.kind = 'reply' and d.state = 'delivered' order by d.created_at`,
      [await scene.pipeline.ticketOf(who)],
    );
    return rows.map(({ text }) => text);
  }

  it('goes out in the language of the ticket while the channel takes one, and answers nothing', async () => {
    await scene.says('mia', { text: 'Goedendag, mijn stoep ligt al weken helemaal open en niemand doet iets' });
    await scene.says('luc', { text: 'Bonjour, le trottoir devant ma maison est cassé depuis des semaines' });
    await scene.turnTo(140);
    await scene.tick();
    await scene.tick();
    expect(await sentTo('mia')).toEqual([texts.nl]);
    expect(await sentTo('luc')).toEqual([texts.fr]);
    expect(await scene.facts('mia', 'answer.requested', 'answer.delivered')).toMatchObject([
      { type: 'answer.requested', data: { isHolding: true, by: 'sla' } },
      { type: 'answer.delivered', data: { isHolding: true } },
    ]);
    expect(await scene.clocks('mia', 'first-response')).toEqual(['first-response 1 running due 180 next 180']);
    const [ticket] = await scene.time.db.owner.query<{ status: string; first_responded_at: Date | null }>(
      'select status, first_responded_at from ticket where id = $1',
      [await scene.pipeline.ticketOf('mia')],
    );
    expect(ticket).toEqual({ status: 'new', first_responded_at: null });
  });

  it('is known at the moment of sending for what no person wrote, unlike the answer of a person', async () => {
    await scene.turnTo(500);
    await scene.says('both');
    await scene.turnTo(640);
    await scene.tick();
    await scene.answers('both');
    const { handling, owner } = scene.time.db;
    const sent = await owner.query<{ id: string }>(
      "select id from delivery where ticket_id = $1 and kind = 'reply' order by created_at",
      [await scene.pipeline.ticketOf('both')],
    );
    const answers = await loadAnswers(
      handling,
      sent.map(({ id }) => id),
    );
    expect(sent.map(({ id }) => answers.get(id)?.is_automatic)).toEqual([true, false]);
  });

  it('does not go out when the window for what no person wrote is closed', async () => {
    await scene.turnTo(1_000);
    await scene.says('late');
    // The schedulers were away until now.
    await scene.turnTo(1_170);
    await scene.tick();
    expect(await scene.moments('late')).toEqual(['1140 sla.window first-response 0']);
    expect(await sentTo('late')).toEqual([]);
  });

  it('does not go out when somebody answered meanwhile, or an answer is under way', async () => {
    await scene.turnTo(2_000);
    await scene.says('answered');
    await scene.says('under way');
    await scene.turnTo(2_139);
    await scene.answers('answered');
    const reply = { type: 'reply', text: 'Wij komen morgen.', author: 'Jan', isFinal: true } as const;
    await scene.pipeline.command('under way', await scene.pipeline.ticketOf('under way'), reply);
    await scene.pipeline.decide();
    await scene.turnTo(2_140);
    await scene.pipeline.fireClocks();
    await scene.pipeline.decide();
    await scene.settle();
    expect(await sentTo('answered')).toEqual(['Wij komen morgen.']);
    expect(await sentTo('under way')).toEqual(['Wij komen morgen.']);
  });

  it('leaves nothing for reconciliation to say', async () => {
    expect((await scene.report()).findings).toEqual([]);
  });
});
