// What the European Social Fund asks: a holder reads it on a phone without a script, a coach completes it, a manager opens a figure down to its people.

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

test('a holder reads what was asked, and why, on a phone and without a script', () => withPage(browser, { url: site.url, role: 'candidate', ...phone, js: false }, async (page) => {
  await page.goto('/projets');
  await page.locator('a[href^="/projets/JI"]').first().click();
  await page.getByRole('link', { name: 'Fonds social' }).click();
  await page.getByRole('heading', { name: 'Données pour le Fonds social européen' }).waitFor();
  await page.getByText('Pourquoi ces questions').click();
  assert.match(await page.locator('main').innerText(), /Arrêtées à l’entrée/);
  assert.equal(await scrollsSideways(page), false);
}));

test('a coach completes what is missing; a change of an answer asks for a reason', () => withPage(browser, { url: site.url, role: 'coach', ...phone }, async (page) => {
  await page.goto('/projets?miens=1'); // on those of colleagues nothing is asked of them
  await page.locator('a[href^="/projets/JI"]').first().click();
  await page.getByRole('link', { name: 'Fonds social' }).click();
  await page.getByRole('link', { name: /^(Compléter|Corriger)$/ }).first().click();
  await page.locator('input[name=rural]:not(:checked)').first().check();
  await page.getByLabel('Pourquoi cette correction').fill('Adresse vérifiée avec la personne');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText('C’est enregistré.').waitFor();
  assert.match(await page.locator('#corrections').innerText(), /Vit en zone rurale/);
}));

test('a manager opens a figure down to its people, and what is missing down to its form', () => withPage(browser, { url: site.url, role: 'manager' }, async (page) => {
  await page.goto('/annees');
  await page.getByRole('link', { name: 'Indicateurs du Fonds social européen plus' }).click();
  await page.locator('[name=du]').fill('2025-01-01');
  await page.locator('[name=au]').fill('2026-12-31');
  await page.getByRole('button', { name: 'Filtrer' }).click();
  const figure = page.locator('a[href*="code=EECO01"][href*="colonne=total"]');
  const count = Number(await figure.innerText());
  await figure.click();
  assert.equal(await page.locator('tbody tr').count(), count);
  await page.goBack();
  await page.getByRole('link', { name: 'Données manquantes' }).click();
  await page.locator('.fund-lacks a').first().click();
  await page.getByRole('button', { name: 'Enregistrer' }).waitFor();
}));
