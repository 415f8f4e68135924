// A committee's day on a tablet: who came, a decision refused and kept, decided, told by a letter; the same
// without JavaScript; the pages sound at phone width.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, launch, scrollsSideways, withPage } from './harness.mjs';
import { startDemo } from './program.mjs';
import { choose, flat, pathOf, press, said, says, unfold, write } from './acts.mjs';

let site, browser, path;
before(async () => {
  site = await startDemo();
  browser = await launch();
  path = await withPage(browser, { url: site.url, role: 'manager' }, async (page) => {
    await page.goto('/comites');
    return new URL(await page.locator('tbody a').first().evaluate((a) => a.href)).pathname;
  });
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

const tablet = { width: 820, height: 1180 };

test('a manager notes who came, decides and issues the letter, with the keyboard alone', async () => {
  await withPage(browser, { url: site.url, role: 'manager', keyboardOnly: true, ...tablet }, async (page) => {
    await page.goto(path);
    await press(page, 'Séance du comité');
    await unfold(page, 'Présences');
    await write(page, 'chair', 'Paule Renard');
    await press(page, 'Enregistrer les présences');
    await says(page, 'Places libres 2 sur 4');
    await choose(page, 'outcome', 'Refusé');
    await write(page, 'reasons', 'Le prix ne couvre pas les heures.');
    await press(page, 'Enregistrer la décision');
    await says(page, 'Et maintenant : Ce champ est obligatoire.');
    assert.equal(await page.locator('details[open] [name=reasons]').inputValue(), 'Le prix ne couvre pas les heures.');
    await write(page, 'next_step', 'Refaites le calcul avec dix clients.');
    await press(page, 'Enregistrer la décision');
    await says(page, 'Émettre 1 lettre');
    await press(page, 'Émettre 1 lettre');
    await says(page, 'Aucune lettre à émettre');
    await page.goto(`${path}/proces-verbal`);
    await says(page, 'Paule Renard');
    await says(page, 'Refaites le calcul avec dix clients.');
  });
});

test('without JavaScript too, what was typed comes back', async () => {
  await withPage(browser, { url: site.url, role: 'manager', js: false, ...tablet }, async (page) => {
    await page.goto(`${path}/seance`);
    const form = page.locator('details[open] form').first();
    await form.locator('[name=note]').fill('Long débat.');
    await form.getByLabel('Accepté').check();
    await form.getByRole('button', { name: 'Enregistrer la décision' }).click();
    const open = page.locator('details[open] form').first();
    assert.equal(await open.locator('[name=note]').inputValue(), 'Long débat.');
    await open.locator('[name=reasons]').fill('Solide.');
    await open.getByRole('button', { name: 'Enregistrer la décision' }).click();
    assert.match(flat(await page.locator('main').innerText()), /Places libres 1 sur 4/);
    await page.goto(`${path}/ordre-du-jour`);
    const titles = async () => (await page.locator('.agenda-file .hint').allInnerTexts());
    const before = await titles();
    await page.getByRole('button', { name: 'Descendre' }).first().click();
    const now = await titles();
    assert.deepEqual(now.slice(0, 2), [before[1], before[0]]);
  });
});

test('the pages of the day are sound on a phone', async () => {
  await withPage(browser, { url: site.url, role: 'manager', width: 390, height: 844 }, async (page) => {
    for (const part of ['ordre-du-jour', 'seance', 'dossier-complet', 'proces-verbal']) {
      await page.goto(`${path}/${part}`);
      assert.ok((await said(page)).length > 100, pathOf(page));
      assert.equal(await scrollsSideways(page), false, part);
      assert.deepEqual(await axe(page), [], part);
    }
  });
});
