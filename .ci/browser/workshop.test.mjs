// A holder enrols on a workshop with a phone; the coach marks who came with taps, closes, and the hours stand in the dossier.

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

test('a holder enrols with a phone and without a script, and gives the place back', () => withPage(browser, { url: site.url, role: 'candidate', ...phone, js: false }, async (page) => {
  await page.goto('/ateliers');
  await page.getByRole('link', { name: 'Trouver ses premiers clients' }).click();
  await page.getByText('Il reste 9 places').waitFor();
  await page.getByRole('button', { name: 'M’inscrire' }).click();
  await page.getByText('Vous avez une place, pour toutes les séances.').waitFor();
  await page.getByRole('link', { name: 'Rejoindre la séance en ligne' }).waitFor();
  await page.goto('/ateliers');
  assert.match(await page.locator('#mes-ateliers').innerText(), /Trouver ses premiers clients[\s\S]*Inscrit·e/);
  await page.getByRole('link', { name: 'Trouver ses premiers clients' }).click();
  await page.getByText('Vous ne pouvez pas venir ?').click();
  await page.getByRole('button', { name: 'Me désinscrire' }).click();
  await page.getByText('Il reste 9 places').waitFor();
}));

test('a coach marks who came with taps, closes, corrects; the hours stand in the dossier', async () => {
  let dossier;
  await withPage(browser, { url: site.url, role: 'coach', ...phone }, async (page) => {
    await page.goto('/ateliers');
    await page.getByRole('link', { name: 'Comprendre la TVA' }).click();
    await page.locator('.workshop-session-acts').first().getByRole('link', { name: 'Présences' }).click();
    await sound(page);
    const lines = page.locator('.roll-line');
    const people = await lines.count();
    const tap = async (n, name) => {
      const button = lines.nth(n).getByRole('button', { name });
      await button.click();
      await lines.nth(n).locator('[aria-pressed=true]', { hasText: name }).waitFor();
    };
    // What is typed below stays while taps are sent by themselves, and the button that was tapped keeps the focus.
    await page.getByLabel('Ce qui a été fait').fill('Lire une facture');
    const here = page.url();
    await tap(0, 'Absent·e');
    await tap(0, 'Présent·e');
    await tap(1, 'Excusé·e');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-pressed')), 'true');
    assert.equal(page.url(), here);
    assert.equal(await page.getByLabel('Ce qui a été fait').inputValue(), 'Lire une facture');
    await page.getByRole('button', { name: 'Toutes les autres personnes sont présentes' }).click();
    await page.locator('.workshop-tally', { hasText: `${people - 1} sur ${people} présent·e·s, 1 excusé·e` }).waitFor();
    dossier = await lines.first().locator('a').getAttribute('href');
    await page.getByLabel('Durée réelle').fill('60');
    await page.getByRole('button', { name: 'Clôturer les présences' }).click();
    await page.getByText('Clôturée le').waitFor();
    await sound(page);
    await page.goto(`${dossier}/rencontres`);
    assert.match(await page.locator('main').innerText(), /Atelier, 1\sh/);
    assert.match(await page.locator('main').innerText(), /Lire une facture/);
    const meetings = await page.locator('main').getByText('Comprendre la TVA').count();
    assert.ok(meetings > 0);
    // Corrected, the meeting goes from the dossier.
    await page.goto(here);
    await tap(0, 'Absent·e');
    await page.goto(`${dossier}/rencontres`);
    assert.equal(await page.locator('main').getByText('Comprendre la TVA').count(), 0);
  });
});

test('a tap that no server answers says so and can be tried again', () => withPage(browser, { url: site.url, role: 'coach', ...phone, allow: [/Failed to load|net::|failed/i] }, async (page) => {
  await page.goto('/ateliers');
  await page.getByRole('link', { name: 'Comprendre la TVA' }).click();
  await page.locator('.workshop-session-acts').first().getByRole('link', { name: 'Présences' }).click();
  const button = page.locator('.roll-line').first().getByRole('button', { name: 'Excusé·e' });
  await page.context().setOffline(true);
  await button.click();
  await page.getByText('ce geste n’est pas enregistré').waitFor();
  await page.context().setOffline(false);
  await button.click();
  await page.locator('.roll-line').first().locator('[aria-pressed=true]', { hasText: 'Excusé·e' }).waitFor();
}));
