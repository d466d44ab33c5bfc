import { deepStrictEqual as equal, ok } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { isAccessible } from './browser.mjs';

/** Nobody fills the form in faster than three seconds. */
const FILLING_MS = 3_200;

const textOf = (page, selector) => page.$eval(selector, (element) => element.textContent.trim());

async function send(page) {
  await Promise.all([page.waitForNavigation(), page.click('button[type=submit]')]);
}

async function fillIn(page, text) {
  await page.type('#text', text);
  await new Promise((resolve) => setTimeout(resolve, FILLING_MS));
  await send(page);
}

function wholeWay({ schakel, browser }) {
  const url = `${schakel.url}/counter/brugge-loket`;
  return [
    [
      'the form works without JavaScript: a receipt number, and the answer on a private page',
      async () => {
        const { page, log, close } = await browser.open({ url, javaScript: false, address: '192.0.2.21' });
        await fillIn(page, 'De straatlamp in de Genthof is stuk.');
        const number = await textOf(page, '.number');
        ok(/^\w{5}-\w{5}$/.test(number), number);
        await Promise.all([page.waitForNavigation(), page.click('main a[href*="/receipt/"]')]);
        const { id } = await schakel.api.ticketAbout('Genthof');
        await page.reload();
        ok((await textOf(page, 'main')).includes('Er is nog geen antwoord.'));
        await schakel.api.answer(id, 'De lamp wordt morgen hersteld.');
        await schakel.answered(id);
        await page.reload();
        equal(await textOf(page, '.messages .citizen .words'), 'De straatlamp in de Genthof is stuk.');
        ok((await textOf(page, '.messages .municipality')).includes('De lamp wordt morgen hersteld.'));
        equal(log.complaints, []);
        equal(new Set(log.requests.map((one) => new URL(one).origin)).size, 1);
        await close();
      },
    ],
    [
      'the form, its receipt and the private page have no violation of WCAG, and need no scrolling sideways',
      async () => {
        const { page, close } = await browser.open({ url, address: '192.0.2.22' });
        await isAccessible(page, 'form');
        await fillIn(page, `Hoe oud is het Belfort? ${'https://voorbeeld.be/'.repeat(8)}`);
        await isAccessible(page, 'receipt');
        await Promise.all([page.waitForNavigation(), page.click('main a[href*="/receipt/"]')]);
        const { id } = await schakel.api.ticketAbout('Belfort');
        await schakel.api.answer(id, `Het Belfort is van 1240. ${'Lang'.repeat(60)}`);
        await schakel.answered(id);
        await page.reload();
        await isAccessible(page, 'private page');
        await close();
      },
    ],
  ];
}

/** What a person did not do, a check makes the page do. */
function set(page, selector, value) {
  return page.$eval(
    selector,
    (field, given) => {
      field.removeAttribute('maxlength');
      field.value = given;
    },
    value,
  );
}

function refusals({ schakel, browser }) {
  const url = `${schakel.url}/counter/brugge-loket`;
  const refused = async (page, sentence, text) => {
    const said = await textOf(page, '.faults');
    ok(said.includes(sentence), said);
    equal(await page.$eval('#text', (field) => field.value), text);
    equal(await page.evaluate(() => document.activeElement.className), 'faults');
  };
  return [
    [
      'the form says in Dutch what is wrong, keeps what was written, and has no violation of WCAG then',
      async () => {
        const { page, close } = await browser.open({ url, address: '192.0.2.23' });
        await page.type('#text', 'Te snel');
        await send(page);
        await refused(page, 'Dat ging heel snel.', 'Te snel');
        await new Promise((resolve) => setTimeout(resolve, FILLING_MS));
        await set(page, '#website', 'https://reclame.voorbeeld');
        await send(page);
        await refused(page, 'Laat het veld leeg', 'Te snel');
        const long = 'a'.repeat(4_001);
        await set(page, '#text', long);
        await send(page);
        await refused(page, 'Uw bericht is te lang. Gebruik hoogstens 4000 tekens.', long);
        await isAccessible(page, 'form refused');
        await close();
      },
    ],
    [
      'the form says in Dutch how long somebody who writes too often has to wait',
      async () => {
        const address = '192.0.2.66';
        const { page, close } = await browser.open({ url, address });
        const headers = { 'content-type': 'application/json', 'x-forwarded-for': address };
        for (let n = 0; n < 31; n += 1) {
          const body = JSON.stringify({ submissionId: randomUUID(), text: '' });
          await (await fetch(`${url}/submissions`, { method: 'POST', headers, body })).text();
        }
        await fillIn(page, 'Nog een vraag');
        await refused(page, 'U hebt te veel berichten na elkaar verstuurd. Wacht', 'Nog een vraag');
        await close();
      },
    ],
  ];
}

/** The form on its own page. */
export function formChecks(world) {
  return [...wholeWay(world), ...refusals(world)];
}
