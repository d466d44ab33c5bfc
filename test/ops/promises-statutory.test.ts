import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { promisesScene, type PromisesScene } from './promises-scene.js';
import { OFFICE, promising } from './promises-settings.js';
import { CRM } from './small-settings.js';

const DAY = 24 * 60;
const BASIS = 'Bestuursdecreet, artikel II.43';
/** Tuesday the 24th, ten o'clock: of a registration on that day the first day is the 25th. */
const MIDNIGHT = 14 * 60;

let scene: PromisesScene;

beforeAll(async () => {
  scene = await promisesScene(
    promising({
      // Promises that end long before do not come between.
      rule: { warnAt: [] },
      municipality: {
        calendar: OFFICE.name,
        statutory: {
          'document-request': { answerDays: 20, extendedDays: 40, basis: BASIS },
          complaint: { acknowledgeDays: 10, answerDays: 45, basis: BASIS },
        },
      },
      settings: {
        topics: [
          {
            ...{ topic: 'klacht', label: 'Klacht', theme: 'x', level: 'local', kind: 'complaint' },
            words: { nl: ['klacht'] },
          },
        ],
      },
    }),
  );
});
afterAll(() => scene.close());

/** Asks the API, and lets a worker decide meanwhile. */
async function note(who: string, body: object): Promise<{ readonly status: number; readonly body: object }> {
  const asked = scene.post(`/tickets/${await scene.pipeline.ticketOf(who)}/statutory`, body);
  let isAnswered = false;
  const answered = asked.finally(() => {
    isAnswered = true;
  });
  while (!isAnswered) {
    await scene.pipeline.decide();
  }
  return answered;
}

const REQUEST = 'document-request-answer';

describe('statutory terms of a stored ticket', () => {
  it('run from the day after, warn in the hours of whoever has the ticket, and break at midnight', async () => {
    await scene.says('asked');
    await scene.answers('asked');
    expect((await note('asked', { procedure: 'document-request', step: 'started' })).status).toBe(200);
    await scene.says('extended');
    await note('extended', { procedure: 'document-request', step: 'started' });
    // Three quarters of twenty days are over on a Thursday at midnight: it is told at nine.
    const warned = MIDNIGHT + 15 * DAY + 9 * 60;
    const due = MIDNIGHT + 20 * DAY;
    expect(await scene.clocks('asked', REQUEST)).toEqual([`${REQUEST} 1 running due ${due} next ${warned}`]);
    for (const minute of [warned - 1, warned]) {
      await scene.turnTo(minute);
      await scene.tick();
      await scene.tick();
    }
    const moments = [`${warned} sla.warned ${REQUEST} 0.75`];
    expect(await scene.moments('asked')).toEqual(moments);
    await note('extended', { procedure: 'document-request', step: 'extended' });
    for (const minute of [due - 1, due]) {
      await scene.turnTo(minute);
      await scene.tick();
      await scene.tick();
    }
    expect(await scene.moments('asked')).toEqual([...moments, `${due} sla.breached ${REQUEST}`]);
    expect((await scene.told('asked')).filter((told) => told.startsWith('sla'))).toEqual([
      ...[`sla-warned ${CRM}`, `sla-breached ${CRM}`],
    ]);
    expect(await scene.clocks('asked', REQUEST)).toEqual([`${REQUEST} 1 breached due ${due}`]);
  });

  it('get a later day by an extension, of which is warned anew', async () => {
    // Three quarters of forty days are over on Friday the 25th of December, which is a day like another here.
    const warned = MIDNIGHT + 30 * DAY + 9 * 60;
    const due = MIDNIGHT + 40 * DAY;
    const before = (await scene.moments('extended')).filter((moment) => moment.includes(REQUEST));
    expect(before).toHaveLength(1);
    expect(await scene.clocks('extended', REQUEST)).toEqual([`${REQUEST} 1 running due ${due} next ${warned}`]);
    await scene.turnTo(warned);
    await scene.tick();
    const after = (await scene.moments('extended')).filter((moment) => moment.includes(REQUEST));
    expect(after).toEqual([...before, `${warned} sla.warned ${REQUEST} 0.75`]);
    await note('extended', { procedure: 'document-request', step: 'answered' });
    expect(await scene.clocks('extended', REQUEST)).toEqual([`${REQUEST} 1 met due ${due} ended ${warned}`]);
  });

  it('are proposed for a complaint, and run only when a person starts them', async () => {
    await scene.turnTo(MIDNIGHT + 20 * DAY);
    await scene.says('complains', { text: 'Ik heb een klacht' });
    expect(await scene.facts('complains', 'ticket.opened')).toMatchObject([{ data: { proposes: 'complaint' } }]);
    expect(await scene.clocks('complains', 'complaint-acknowledge', 'complaint-answer')).toEqual([]);
    await note('complains', { procedure: 'complaint', step: 'started' });
    expect(await scene.clocks('complains', 'complaint-acknowledge', 'complaint-answer')).toHaveLength(2);
  });

  it('are refused in Dutch, with a code', async () => {
    const body = { procedure: 'document-request', step: 'answered' };
    expect(await note('complains', body)).toMatchObject({
      status: 422,
      body: { code: 'STATUTORY_NOT_STARTED', detail: 'Deze procedure loopt niet voor dit dossier.' },
    });
    expect(await note('complains', { procedure: 'complaint', step: 'started' })).toMatchObject({
      status: 422,
      body: { code: 'STATUTORY_ALREADY_STARTED', detail: 'Deze procedure loopt al voor dit dossier.' },
    });
    expect(await note('complains', { ...body, step: 'started', registeredOn: '2030-01-01' })).toMatchObject({
      status: 422,
      body: { code: 'REGISTRATION_DATE_INVALID', detail: expect.stringContaining('registratiedatum') },
    });
  });

  it('leave nothing for reconciliation to say', async () => {
    expect((await scene.report()).findings).toEqual([]);
  });
});
