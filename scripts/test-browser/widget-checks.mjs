import { deepStrictEqual as equal, ok } from 'node:assert';
import { gzipSync } from 'node:zlib';
import { focused, isAccessible, tabTo } from './browser.mjs';
import { until } from './until.mjs';

const MOST_BYTES = 30_000;
/** The widget waits up to a minute after failures in a row. */
const LONGEST_PAUSE_MS = 90_000;
const OPEN = 'Stel uw vraag';

/** One citizen with the widget on the town's site. */
async function visit({ site, browser }) {
  const visitor = await browser.open({ url: site.url });
  const { page } = visitor;
  // A browser tells nobody outside a shadow tree what changes in it, so its waiting would wait for ever.
  const find = (selector) => until(selector, async () => (await page.$(`>>> ${selector}`)) ?? undefined);
  await find('.launcher');
  const textOf = (selector) => page.$eval(`>>> ${selector}`, (element) => element.textContent);
  return {
    ...visitor,
    textOf,
    find,
    open: async () => (await find('.launcher')).click(),
    say: async (text) => {
      await (await find('textarea')).type(text);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
    },
    /** Each message as it is read, with the note under it. */
    messages: () =>
      page.$$eval('>>> li', (items) =>
        items.map((item) => ({
          text: item.querySelector('.words').textContent,
          note: item.querySelector('p:last-child').textContent,
        })),
      ),
    isOpen: async () => !(await page.$eval('>>> .panel', (panel) => panel.hidden)),
  };
}

async function isNoted(visitor, text, note) {
  return (await visitor.messages()).some((one) => one.text === text && note.test(one.note));
}

/** What may stand under a message once the server has it. */
const SENT = /^(Verstuurd\.)?$/;

/** How the browser tells assistive technology of changes in this part of the widget. */
async function liveness(page, selector) {
  const client = await page.createCDPSession();
  const expression = `document.body.lastElementChild.shadowRoot.querySelector('${selector}')`;
  const { objectId } = (await client.send('Runtime.evaluate', { expression })).result;
  const { nodes } = await client.send('Accessibility.getPartialAXTree', { objectId, fetchRelatives: false });
  await client.detach();
  return nodes[0]?.properties?.find(({ name }) => name === 'live')?.value.value;
}

function siteChecks(world) {
  const { site, schakel } = world;
  return [
    [
      'the widget has fewer than 30 kB, packed or not, and asks no other host and breaks no rule of a strict site',
      async () => {
        const script = Buffer.from(await (await fetch(`${schakel.url}/counter/widget.js`)).arrayBuffer());
        ok(script.length < MOST_BYTES, `${script.length} bytes`);
        ok(gzipSync(script).length < MOST_BYTES / 2, `${gzipSync(script).length} bytes packed`);
        const visitor = await visit(world);
        await visitor.open();
        await visitor.say('Waar vind ik een fietsenstalling aan het Zand?');
        await schakel.api.ticketAbout('fietsenstalling');
        const hosts = new Set(visitor.log.requests.map((url) => new URL(url).origin));
        equal([...hosts].toSorted(), [site.url, schakel.url].toSorted());
        equal(visitor.log.complaints, []);
        await visitor.close();
      },
    ],
    [
      'the widget has no violation of WCAG, closed, open and in a conversation, and needs no scrolling sideways',
      async () => {
        const visitor = await visit(world);
        await isAccessible(visitor.page, 'widget closed');
        await visitor.open();
        await isAccessible(visitor.page, 'widget open');
        await visitor.say(`Is dit adres juist? https://www.brugge.be/${'lang'.repeat(40)}`);
        const { id } = await schakel.api.ticketAbout('adres juist');
        await schakel.api.answer(id, `Ja. ${'Zeer'.repeat(40)}`);
        await until('the answer', async () => (await visitor.messages()).length === 2);
        await isAccessible(visitor.page, 'widget talking');
        await visitor.close();
      },
    ],
  ];
}

function keyboardChecks(world) {
  return [
    [
      'the widget opens, keeps the keyboard and gives it back: Tab, Enter and Escape are enough',
      async () => {
        const visitor = await visit(world);
        const { page } = visitor;
        await tabTo(page, OPEN);
        await page.keyboard.press('Enter');
        equal((await focused(page)).tag, 'TEXTAREA');
        const stops = [];
        for (let n = 0; n < 12; n += 1) {
          stops.push((await focused(page)).text);
          await page.keyboard.press('Tab');
        }
        ok(stops.includes('Sluiten') && !stops.includes('Een link van de site'), stops.join(', '));
        equal(stops.filter((text) => text === 'Sluiten').length > 1, true, 'it goes around');
        await page.keyboard.press('Escape');
        equal([await visitor.isOpen(), (await focused(page)).text], [false, OPEN]);
        await page.keyboard.press('Enter');
        await tabTo(page, 'Sluiten');
        await page.keyboard.press('Enter');
        equal([await visitor.isOpen(), (await focused(page)).text], [false, OPEN]);
        await visitor.close();
      },
    ],
    [
      'the widget shows and announces an answer by itself, and still has the conversation after a reload',
      async () => {
        const { api } = world.schakel;
        const visitor = await visit(world);
        await visitor.open();
        await visitor.say('Hoe laat sluit het zwembad Jan Guilini?');
        const { id, channel } = await api.ticketAbout('Jan Guilini');
        equal(channel, 'counter');
        await api.answer(id, 'Het zwembad sluit om 20 uur.');
        await visitor.find('.log li.municipality');
        equal(await liveness(visitor.page, '.log'), 'polite');
        const number = await visitor.textOf('.number');
        ok(/^Uw ontvangstnummer: \w{5}-\w{5}$/.test(number), number);
        await visitor.page.reload();
        await visitor.find('.launcher');
        await visitor.open();
        const texts = await until('the conversation', async () => {
          const shown = (await visitor.messages()).map(({ text }) => text);
          return shown.length > 0 && shown;
        });
        equal(texts, ['Hoe laat sluit het zwembad Jan Guilini?', 'Het zwembad sluit om 20 uur.']);
        await until('the receipt', async () =>
          (await api.ticket(id)).timeline.some(({ type, data }) => type === 'answer.receipt' && data.status === 'read'),
        );
        equal(visitor.log.complaints, []);
        await visitor.close();
      },
    ],
  ];
}

function troubleChecks(world) {
  const { schakel } = world;
  const once = async (text) => {
    const { messages } = await schakel.api.ticketAbout(text);
    equal(messages.filter((message) => message.text.includes(text)).length, 1);
  };
  return [
    [
      'the widget loses no message without a connection, and says in Dutch that it waits',
      async () => {
        const visitor = await visit(world);
        await visitor.open();
        await visitor.page.setOfflineMode(true);
        await visitor.say('Is de Coupure morgen afgesloten?');
        await until('the note', () => isNoted(visitor, 'Is de Coupure morgen afgesloten?', /lukt nu niet/));
        await visitor.page.setOfflineMode(false);
        await once('Coupure');
        await until('it to be sent', () => isNoted(visitor, 'Is de Coupure morgen afgesloten?', SENT));
        await visitor.close();
      },
    ],
    [
      'the widget loses no message while the server is killed and comes back',
      async () => {
        const visitor = await visit(world);
        await visitor.open();
        await schakel.stop('SIGKILL');
        try {
          await visitor.say('Mag ik barbecueën in het Astridpark?');
          await until('the note', () => isNoted(visitor, 'Mag ik barbecueën in het Astridpark?', /lukt nu niet/));
        } finally {
          await schakel.start();
        }
        await once('Astridpark');
        const { id } = await schakel.api.ticketAbout('Astridpark');
        await schakel.api.answer(id, 'Dat mag op de barbecueplaats.');
        await until(
          'the answer',
          async () => (await visitor.messages()).some(({ text }) => text === 'Dat mag op de barbecueplaats.'),
          LONGEST_PAUSE_MS,
        );
        await visitor.close();
      },
    ],
  ];
}

function limitChecks(world) {
  return [
    [
      'the widget tells in Dutch of a message that is empty, and of writing too fast',
      async () => {
        const visitor = await visit(world);
        await visitor.open();
        await visitor.say('  ');
        equal(await visitor.textOf('[role=status]'), 'Schrijf eerst uw bericht.');
        for (let n = 1; n <= 12; n += 1) {
          await visitor.say(`Bericht ${n} over de Kruisvest`);
        }
        const notes = async () => (await visitor.messages()).map(({ note }) => note);
        await until('the note', async () =>
          (await notes()).some((note) => note.startsWith('U schrijft snel na elkaar.')),
        );
        await until('all to be sent', async () => (await notes()).every((note) => SENT.test(note)), LONGEST_PAUSE_MS);
        await visitor.close();
      },
    ],
  ];
}

/** The widget on a site of another origin. */
export function widgetChecks(world) {
  return [...siteChecks(world), ...keyboardChecks(world), ...troubleChecks(world), ...limitChecks(world)];
}
