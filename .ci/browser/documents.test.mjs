// The pieces of an application: sent from a phone with their progress, again after a cut, and without a script;
// checked and asked for by the couveuse.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, scrollsSideways, withPage } from './harness.mjs';
import { startDemo } from './program.mjs';
import { pathOf, pdf, says } from './acts.mjs';

let site, browser, mine;
before(async () => {
  site = await startDemo();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

const file = (name, text = name) => ({ name, mimeType: 'application/pdf', buffer: pdf(text) });
const sent = (page) => page.waitForEvent('domcontentloaded');

test('on a phone: each file says how far it is, and a cut is mended at a touch', () => withPage(browser, {
  url: site.url, role: 'candidate', width: 390, height: 844, allow: [/ERR_FAILED|ERR_INTERNET|answered 422/],
}, async (page) => {
  await page.goto('/candidatures/nouvelle');
  await page.locator('[name=cohort]').first().check();
  await Promise.all([sent(page), page.locator('main button[type=submit]').click()]);
  mine = `${pathOf(page)}/documents`;
  await page.goto(mine);
  await says(page, /Il manque \d pièces\./);
  const cv = page.locator('#piece-cv');
  assert.equal(await cv.locator('button[type=submit]').isVisible(), false, 'choosing a file sends it');

  await page.route('**/documents', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  await cv.locator('[name=files]').setInputFiles(file('CV.pdf'));
  await cv.getByText('La connexion a été coupée').waitFor();
  await page.unroute('**/documents');
  await cv.getByRole('button', { name: 'Réessayer' }).click();
  await cv.locator('[data-held=list-cv] a', { hasText: 'CV.pdf' }).waitFor();
  await cv.getByText('Ajoutée').waitFor();

  await cv.locator('[name=files]').setInputFiles([{ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<html>') }, file('Diplôme.pdf')]);
  await cv.locator('[data-held=list-cv] a', { hasText: 'Diplôme.pdf' }).waitFor();
  await says(page, /page\.html D'après son contenu, ce fichier est de type « html »/);
  assert.equal(await scrollsSideways(page), false);
}));

test('without a script: several files in one form, taken back and put again', () => withPage(browser, { url: site.url, role: 'candidate', js: false }, async (page) => {
  await page.goto(mine);
  const forem = page.locator('#piece-forem');
  await forem.locator('[name=files]').setInputFiles([file('Attestation.pdf'), file('Annexe.pdf')]);
  await Promise.all([sent(page), forem.locator('form.upload button').click()]);
  await says(page, 'Attestation.pdf');
  await Promise.all([sent(page), forem.locator('form[action$="/retrait"] button').first().click()]);
  await says(page, '« Annexe.pdf » est retiré.');
  await Promise.all([sent(page), page.locator('form[action$="/remise"] button').click()]);
  await says(page, '« Annexe.pdf » est remis au dossier.');
}));

test('the couveuse refuses a document with a reason, and asks for a piece', () => withPage(browser, { url: site.url, role: 'manager' }, async (page) => {
  await page.goto('/candidatures?phase=submitted');
  const href = await page.locator('table a[href^="/candidatures/J"]').first().getAttribute('href');
  await page.goto(`${href}/documents`);
  const piece = page.locator('.piece', { has: page.locator('.document-review') }).first();
  await piece.locator('summary').first().click();
  await piece.locator('[name=document_reason]').first().fill('Illisible.');
  await Promise.all([sent(page), piece.getByRole('button', { name: 'Refuser ce document' }).first().click()]);
  await says(page, 'Raison du refus : Illisible.');
  await page.locator('[name=category]').last().selectOption('identite');
  await page.locator('[name=piece_due_on]').fill('2026-12-01');
  await Promise.all([sent(page), page.getByRole('button', { name: 'Demander la pièce' }).click()]);
  await says(page, 'Demandée pour le 01/12/2026');
}));
