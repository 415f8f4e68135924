// The activity report from the shelf to the paper: a period that is chosen, a figure that opens its list, a commentary that
// saves itself and that two people write at once.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, launch, scrollsSideways, withPage } from './harness.mjs';
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

const phone = { width: 390, height: 844 };
const sound = async (page) => {
  assert.deepEqual(await axe(page), []);
  assert.equal(await scrollsSideways(page), false);
};

test('a period is chosen on a phone without script, and each figure opens its list', async () => {
  await withPage(browser, { url: site.url, role: 'manager', ...phone, js: false }, async (page) => {
    await page.goto('/annees');
    await page.getByLabel('Du', { exact: true }).fill('2026-06-30');
    await page.getByLabel('Au', { exact: true }).fill('2026-01-01');
    await page.getByRole('button', { name: 'Filtrer' }).click();
    await page.getByText('Indiquez le 30 juin 2026 ou un jour plus tardif.').first().waitFor();
    assert.equal(await page.getByLabel('Du', { exact: true }).inputValue(), '2026-06-30');
    await page.getByLabel('Au', { exact: true }).fill('2026-11-23');
    await page.getByRole('button', { name: 'Filtrer' }).click();
    await page.getByRole('heading', { level: 1, name: 'Rapport d’activité du 30 juin 2026 au 23 novembre 2026' }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/annees/2026-06-30_2026-11-23');
    const figure = page.locator('#rencontres tbody a[href*="chiffre=meetings."]').first();
    const count = (await figure.innerText()).trim();
    await figure.click();
    assert.equal(await page.locator('tbody th[scope=row]').count(), Number(count));
  });
});

test('the report and its pages are sound, on a phone and a desktop', async () => {
  for (const size of [phone, { width: 1280, height: 900 }]) {
    await withPage(browser, { url: site.url, role: 'manager', ...size }, async (page) => {
      for (const path of ['/annees', '/annees/2026', '/annees/2026/commentaire', '/annees/2026/personnes?chiffre=minutes', '/annees/2026/personnes?chiffre=jobs', '/annees/2026/personnes?chiffre=money.paid']) {
        await page.goto(path);
        await sound(page);
      }
    });
  }
});

test('a commentary saves itself; of two at once both texts stay', async () => {
  await withPage(browser, { url: site.url, role: 'manager' }, async (page) => {
    await page.goto('/annees/2025/commentaire');
    await withPage(browser, { url: site.url, role: 'manager', js: false, allow: [/answered 409|status of 409/] }, async (other) => {
      await other.goto('/annees/2025/commentaire');
      await page.getByLabel('Commentaire').fill('Écrit ici, <b>avec</b> soin.');
      await page.getByText(/^Enregistré à/).waitFor(); // by itself, while one types
      await other.getByLabel('Commentaire').fill('Écrit là-bas.');
      await other.getByRole('button', { name: 'Enregistrer' }).click();
      await other.getByText('Écrit ici, <b>avec</b> soin.').waitFor();
      assert.equal(await other.getByLabel('Commentaire').inputValue(), 'Écrit là-bas.');
      await other.getByLabel('Commentaire').fill('Écrit ici, et là-bas.');
      await other.getByRole('button', { name: 'Enregistrer' }).click();
      await other.getByText('Commentaire enregistré à').waitFor();
      await other.getByText('Écrit ici, et là-bas.').waitFor();
    });
  });
});
