import { openBrowser } from './browser.mjs';
import { chromiumProgram } from './chromium.mjs';
import { consoleChecks } from './console-checks.mjs';
import { formChecks } from './form-checks.mjs';
import { startSchakel } from './schakel.mjs';
import { startTownSite } from './town-site.mjs';
import { widgetChecks } from './widget-checks.mjs';

/** All checks, by the sentence that each proves. */
export function checksIn(world) {
  return [...widgetChecks(world), ...formChecks(world), ...consoleChecks(world)];
}

/** Starts what a check needs, and ends it in the opposite order, whatever happens. */
export async function withWorld(work) {
  const opened = [];
  const keep = (one) => {
    opened.unshift(one);
    return one;
  };
  try {
    const site = keep(await startTownSite());
    const schakel = keep(await startSchakel(site.url));
    site.showWidgetOf(schakel.url);
    const browser = keep(await openBrowser(chromiumProgram()));
    return await work({ site, schakel, browser });
  } finally {
    for (const one of opened) {
      await one.close();
    }
  }
}
