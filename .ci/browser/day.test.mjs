// A coach's day on a phone: a line is put off and taken back, an action is ticked, what is empty says so; and a cover begins and
// ends by the clock alone.

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
const count = async (page) => Number((await page.title()).match(/\((\d+)\)/)?.[1] ?? 0);

test('a line is put off, taken back, and ticked', async () => {
  await withPage(browser, { url: site.url, role: 'coach', ...phone, js: false }, async (page) => {
    await page.goto('/');
    await page.getByText('Vous remplacez').waitFor();
    const before = await count(page);
    const line = page.locator('#jour-silent .day-line, #jour-ending .day-line').first();
    await line.locator('summary').click();
    await line.getByRole('button', { name: 'Mettre de côté' }).click(); // without a day
    await page.getByText('Ce champ est obligatoire.').waitFor();
    await page.locator('.day-later[open]').getByRole('button', { name: 'Demain' }).click();
    await page.getByText('Mis de côté jusqu’au').waitFor();
    assert.equal(await count(page), before - 1);
    await page.locator('.day-off summary').click();
    await page.getByRole('button', { name: /^Remettre dans la liste/ }).first().click();
    await page.getByText('De retour dans la liste.').waitFor();
  });
  await withPage(browser, { url: site.url, role: 'coach', ...phone }, async (page) => {
    await page.goto('/');
    await page.locator('.day-later summary').first().click();
    await sound(page);
    const tick = page.getByRole('button', { name: /^Fait/ });
    const left = await tick.count();
    if (left > 0) {
      await tick.first().click();
      await page.getByText('Action faite.').waitFor();
    }
  });
});

test('who has nothing to do is told so, and stands in from the first to the last day', async () => {
  const colleague = 'coach4'; // of another site, without dossiers
  await withPage(browser, { url: site.url, role: colleague, ...phone }, async (page) => {
    await page.goto('/');
    await page.getByText('Tout est fait').waitFor();
    assert.equal(await count(page), 0);
    await sound(page);
  });
  await withPage(browser, { url: site.url, role: 'manager', ...phone }, async (page) => {
    await page.goto('/passation');
    await sound(page);
    await page.getByRole('link', { name: /^Passer des dossiers/ }).last().click();
    await page.getByRole('button', { name: 'Passer les dossiers' }).click();
    await page.getByRole('heading', { name: 'Il y a un problème' }).waitFor();
    await sound(page);
    await page.goto('/passation');
    await page.getByRole('link', { name: /remplace/ }).first().click();
    await page.getByRole('button', { name: 'Terminer maintenant' }).click();
    await page.getByText('Remplacement terminé.').waitFor();
  });
  await withPage(browser, { url: site.url, role: 'coach', ...phone }, async (page) => {
    await page.goto('/');
    await page.getByRole('heading', { name: 'À faire aujourd’hui' }).waitFor();
    assert.equal(await page.getByText('Vous remplacez').count(), 0);
  });
});
