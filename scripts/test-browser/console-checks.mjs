import { deepStrictEqual as equal, ok } from 'node:assert';
import { isAccessible } from './browser.mjs';
import { until } from './until.mjs';

const DAY_MS = 86_400_000;
/** Brugge in the demo configuration. */
const PAGE = '103100500000001';
const WHATSAPP = '300031005000001';

const buttonsOn = (page) => page.$$eval('main button', (buttons) => buttons.map(({ textContent }) => textContent));

async function showTicket(page, number) {
  await page.evaluate((wanted) => {
    location.hash = `#/ticket/${wanted}`;
  }, number);
  await page.waitForFunction((wanted) => document.querySelector('h1')?.textContent === `Ticket ${wanted}`, {}, number);
}

function deskChecks({ schakel, browser }) {
  return [
    [
      'the console signs in by its link, lists tickets, and answers one; nothing is in the log of the browser',
      async () => {
        await schakel.onMeta('comment', {
          ...{ account: PAGE, text: 'Wanneer opent het Sint-Janshospitaal?', channel: 'facebook' },
          author: { id: '610000000000777', name: 'Mia Voorbeeld' },
        });
        const { id, number } = await schakel.api.ticketAbout('Sint-Janshospitaal');
        const { page, log, close } = await browser.open({ url: schakel.signInUrl });
        await page.waitForSelector(`a[href="#/ticket/${number}"]`);
        ok(!(await page.evaluate(() => location.href)).includes('sleutel'));
        await isAccessible(page, 'console list');
        await page.click(`a[href="#/ticket/${number}"]`);
        await page.waitForSelector('textarea[name=text]');
        await isAccessible(page, 'console ticket');
        await page.type('textarea[name=text]', 'Vanaf 9.30 uur.');
        await page.click('.desk form button[type=submit]');
        await page.waitForFunction(() =>
          document.querySelector('.bubble-operator')?.textContent.includes('Vanaf 9.30 uur.'),
        );
        await until('the delivery', async () => page.$$eval('.delivery-delivered', (cells) => cells.length > 0));
        equal((await schakel.answered(id)).status, 'answered');
        equal(log.complaints, []);
        equal(new Set(log.requests.map((url) => new URL(url).origin)).size, 1);
        await close();
      },
    ],
  ];
}

function controlChecks({ schakel, browser }) {
  return [
    [
      'the console offers hiding, a private answer and an invitation where the channel has them, and nowhere else',
      async () => {
        const { api } = schakel;
        const citizen = { id: '32470000777', name: 'Jan Voorbeeld' };
        const old = { channel: 'whatsapp', account: WHATSAPP, citizen, atMs: Date.now() - 2 * DAY_MS };
        await schakel.onMeta('say', { ...old, text: 'Is de Vismarkt zondag open?' });
        const counter = { submissionId: 'browser-check-0001', text: 'Is de Vrijdagmarkt open?' };
        const headers = { 'content-type': 'application/json' };
        await fetch(`${schakel.url}/counter/brugge-loket/submissions`, {
          method: 'POST',
          headers,
          body: JSON.stringify(counter),
        });
        const { page, log, close } = await browser.open({ url: schakel.signInUrl });
        await page.waitForSelector('.filters');
        const offered = async (words) => {
          await showTicket(page, (await api.ticketAbout(words)).number);
          const buttons = await buttonsOn(page);
          return {
            hiding: buttons.includes('Verbergen voor iedereen'),
            invitation: buttons.includes('Uitnodigen'),
            ways: await page.$$eval('select[name=way] option', (options) => options.map(({ value }) => value)),
          };
        };
        const none = { hiding: false, invitation: false, ways: [] };
        equal(await offered('Sint-Janshospitaal'), { ...none, hiding: true, ways: ['', 'private', 'public'] });
        equal(await offered('Vismarkt'), { ...none, invitation: true });
        equal(await offered('Vrijdagmarkt'), none);
        equal(log.complaints, []);
        await close();
      },
    ],
  ];
}

/** The console, as an operator uses it. */
export function consoleChecks(world) {
  return [...deskChecks(world), ...controlChecks(world)];
}
