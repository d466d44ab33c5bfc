import { deepStrictEqual as equal } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { browserPackages } from './packages.mjs';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WAIT_MS = 20_000;

/** 320 px is WCAG's narrowest screen; 200 % zoom of a screen of 1280 px leaves 640. */
export const SIZES = {
  narrow: { width: 320, height: 640 },
  zoomed: { width: 640, height: 400, deviceScaleFactor: 2 },
  wide: { width: 1280, height: 800 },
};

/** What a page asked for and complained of. A refusal that a check provokes is in the log too, under its address. */
function logOf(page) {
  const log = { complaints: [], requests: [] };
  page.on('pageerror', (error) => log.complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warn') {
      log.complaints.push(`${message.type()}: ${message.text()} ${message.location().url ?? ''}`);
    }
  });
  page.on('request', (request) => log.requests.push(request.url()));
  return log;
}

/** Violations of WCAG on the page as it is now, shadow trees included. */
export async function violationsOn(page) {
  await page.evaluate(readFileSync(browserPackages().resolve('axe-core/axe.min.js'), 'utf8'));
  return page.evaluate(async (values) => {
    // `preload` would fetch style sheets, which a strict site forbids.
    const { violations } = await window.axe.run(document, { preload: false, runOnly: { type: 'tag', values } });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.flat().join(' ')}`));
  }, RULES);
}

/** What can only be read by scrolling sideways: elements beyond the right edge, in shadow trees too. */
export function beyondTheEdge(page) {
  return page.evaluate(() => {
    const within = (root) =>
      [...root.querySelectorAll('*')].flatMap((element) => [
        element,
        ...(element.shadowRoot === null ? [] : within(element.shadowRoot)),
      ]);
    const wide = within(document).filter((element) => {
      // A region that scrolls by itself, such as a table, may be wider than the screen.
      const { right, width } = element.getBoundingClientRect();
      return width > 0 && right > window.innerWidth + 1 && element.closest('.scroll') === null;
    });
    const names = wide.map((element) => `${element.tagName} ${element.className}`);
    return document.scrollingElement.scrollWidth > window.innerWidth ? ['the page', ...names] : names;
  });
}

/** Nothing to complain of by axe, and nothing beyond the edge at any width. */
export async function isAccessible(page, what) {
  equal(await violationsOn(page), [], `axe on ${what}`);
  for (const [name, size] of Object.entries(SIZES)) {
    await page.setViewport(size);
    equal(await beyondTheEdge(page), [], `${what}, ${name}`);
    await keepPicture(page, `${what} ${name}`);
  }
  await page.setViewport(SIZES.wide);
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  equal(await beyondTheEdge(page), [], `${what} with text twice as large`);
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
}

/** With SCHAKEL_TEST_PICTURES a folder gets a picture of every page that was checked, to look at. */
async function keepPicture(page, what) {
  const folder = process.env.SCHAKEL_TEST_PICTURES;
  if (folder) {
    await page.screenshot({
      fullPage: !what.startsWith('widget'),
      path: join(folder, `${what.replaceAll(/\W+/g, '-')}.png`),
    });
  }
}

/** What has the keyboard now, in a shadow tree too: its tag and text. */
export function focused(page) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) {
      element = element.shadowRoot.activeElement;
    }
    return { tag: element?.tagName ?? '', text: element?.textContent ?? '' };
  });
}

/** Goes on with Tab until this text has the keyboard. */
export async function tabTo(page, text) {
  for (let n = 0; n < 30; n += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)).text === text) {
      return;
    }
  }
  throw new Error(`"${text}" is not reached with Tab`);
}

export async function openBrowser(executablePath) {
  // Chromium refuses its sandbox to root; everything that it opens here is ours.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const puppeteer = browserPackages()('puppeteer-core');
  const browser = await puppeteer.launch({ executablePath, args, headless: true });
  return {
    /** A page with storage of its own: another citizen, or an operator. */
    open: async ({ url, javaScript = true, address }) => {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      page.setDefaultTimeout(WAIT_MS);
      const log = logOf(page);
      await page.setJavaScriptEnabled(javaScript);
      if (address !== undefined) {
        // Only to pages of Schakel itself: from another origin a browser asks first whether a header is allowed.
        await page.setExtraHTTPHeaders({ 'x-forwarded-for': address });
      }
      await page.setViewport(SIZES.wide);
      await page.goto(url);
      return { page, log, close: () => context.close() };
    },
    close: () => browser.close(),
  };
}
