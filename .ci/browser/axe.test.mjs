// Every page that a role reaches by links from its home is sound: no serious finding of axe, nothing wider than
// a phone, one heading, a title, no error in the console, no breach of the policy, no failure of the server.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, launch, screenshot, scrollsSideways, withPage } from './harness.mjs';
import { startDemo } from './program.mjs';

let site, browser;
before(async () => {
  site = await startDemo();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

const most = 80;
const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 900 };

// pattern gives the route of an address, so that one of a kind is visited: references, numbers, names of files
// and days are the same to it. Of what follows "?", the names count.
function pattern(address) {
  const url = new URL(address);
  const path = url.pathname.split('/').map((part) => (
    /^[A-Z]{2,}(-[A-Z0-9]+)+/.test(part) || /^(?=.*\d)[a-z2-7]{10,16}$/.test(part) || /^[0-9a-f]{8}-/.test(part) || /^\d/.test(part) ? ':id' : part)).join('/');
  const held = [...new Set(url.searchParams.keys())].sort().join('&');
  return path.replace(/^\/reglages\/(programmes|sites)\/(?!nouveau)[^/]+/, '/reglages/$1/:code')
    .replace(/^\/reglages\/indicateurs\/(?!regles)[^/]+/, '/reglages/indicateurs/:compte')
    .replace(/^\/programmes\/[^/]+/, '/programmes/:code') + (held && `?${held}`);
}

// crawl follows links from home, one of each pattern, and looks at each page with visit.
async function crawl(page, search, visit) {
  const waiting = [`${site.url}/`, ...(search ? [`${site.url}/recherche?q=client`] : [])]; // no link leads to what was found
  const known = new Set(waiting.map(pattern));
  const seen = [];
  while (waiting.length > 0 && seen.length < most) {
    const address = waiting.shift();
    const answer = await page.goto(address);
    assert.ok(answer.status() < 400, `${address} answered ${answer.status()}`);
    seen.push(address);
    await visit(address);
    const links = await page.$$eval('a[href]', (all) => all.map((a) => a.href));
    for (const link of links) {
      const kind = pattern(link);
      if (!link.startsWith(`${site.url}/`) || known.has(kind) || /\.(pdf|csv|xlsx|ics|zip)$|\/documents\/[0-9a-f-]{36}$|\/copies\/\d+$/.test(new URL(link).pathname)) continue;
      known.add(kind);
      waiting.push(link.split('#')[0]);
    }
  }
  return seen;
}

// shapeOf is what is wrong with the page as it stands, apart from what axe finds.
async function shapeOf(page) {
  const faults = [];
  const headings = await page.locator('h1').count();
  if (headings !== 1) faults.push(`${headings} headings h1`);
  if (!/\S – Éclosion$/.test(await page.title())) faults.push(`the title is "${await page.title()}"`);
  if (await scrollsSideways(page)) faults.push('scrolls sideways');
  return faults;
}

// What roles have in common is looked at once on a phone and in the dark: patterns that some role has met.
const met = new Set();
const reached = { candidate: 10, applicant: 3, candidate2: 4, coach: 15, manager: 25, jury: 5, admin: 15 };

for (const [role, least] of Object.entries(reached)) {
  test(`${role}: every page is sound, on a desk and on a phone`, () => withPage(browser, { url: site.url, role, reducedMotion: true }, async (page) => {
    const faults = [];
    const seen = await crawl(page, role !== 'admin', async (address) => {
      const where = address.slice(site.url.length);
      const first = !met.has(pattern(address));
      met.add(pattern(address));
      for (const [name, size] of Object.entries({ desktop, phone })) {
        await page.setViewportSize(size);
        faults.push(...(await shapeOf(page)).map((fault) => `${where} (${name}): ${fault}`));
        if (first || size === desktop) faults.push(...(await axe(page)).map((finding) => `${where} (${name}): ${finding}`));
        await screenshot(page, `${role}-${name}${where.replaceAll(/[^\w-]+/g, '_')}`);
      }
      // The dark colours are others, the rest of the page is not: their contrast alone is looked at.
      if (!first) return;
      await page.emulateMedia({ colorScheme: 'dark' });
      faults.push(...(await axe(page, { rules: ['color-contrast'] })).map((finding) => `${where} (dark): ${finding}`));
      await page.emulateMedia({ colorScheme: 'light' });
    });
    assert.deepEqual([...new Set(faults)], []);
    assert.ok(seen.length >= least, `${role} reached ${seen.length} pages only: ${seen.join(' ')}`);
  }));
}
