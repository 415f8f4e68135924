// A change of the settings is looked at before it is saved, on a phone and without JavaScript: what changes, what it touches, back to the form
// with what was typed, and saved.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { says } from './acts.mjs';
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

const look = { name: 'Voir ce que cela change' };

test('new terms show what they touch, go back to the form and are added, without JavaScript on a phone', async () => {
  await withPage(browser, { url: site.url, role: 'admin', js: false, width: 390, height: 844 }, async (page) => {
    await page.goto('/reglages/programmes/JI/conditions/nouvelles');
    await page.locator('[name=valid_from]').fill('2027-01-01');
    await page.locator('[name=grant_cap]').fill('6 000');
    await page.getByRole('button', look).click();
    await says(page, 'Rien n’est encore enregistré');
    await says(page, 'parcours en cours gardent leurs conditions');
    assert.equal(await scrollsSideways(page), false);
    await page.getByRole('button', { name: 'Corriger' }).click();
    assert.equal(await page.locator('[name=grant_cap]').inputValue(), '6 000');
    await page.locator('[name=grant_cap]').fill('6 500');
    await page.getByRole('button', look).click();
    await page.getByRole('button', { name: 'Ajouter ces conditions' }).click();
    await says(page, 'C’est enregistré.');
    assert.equal(new URL(page.url()).pathname, '/reglages/programmes/JI');
  });
});

test('the page of a change is accessible, and going back keeps the form', async () => {
  await withPage(browser, { url: site.url, role: 'admin', width: 1280, height: 900 }, async (page) => {
    await page.goto('/reglages/programmes/JI/modifier');
    await page.locator('[name=active]').uncheck();
    await page.getByRole('button', look).click();
    await says(page, 'Ce que cela touche');
    assert.deepEqual(await axe(page), []);
    await page.goBack();
    await page.getByRole('button', look).click();
    await says(page, 'Fermé');
  });
});
