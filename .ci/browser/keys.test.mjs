// Keys and the palette: somebody who never takes the mouse finds a dossier, walks a list, opens a line; the keys can be switched
// off, stay out of the way while one types, and nothing is lost without a script.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, focused, launch, scrollsSideways, withPage } from './harness.mjs';
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
const path = (page) => new URL(page.url()).pathname;
const coach = (options, visit) => withPage(browser, { url: site.url, role: 'coach', keyboardOnly: true, ...options }, visit);
// press waits for the page that a key leads to.
const press = (page, key) => Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press(key)]);
const active = (page) => page.locator('#palette [role=option][aria-selected=true]');

test('a word typed after "/" finds dossiers, meetings and notes', () => coach({}, async (page) => {
  await page.goto('/cohortes');
  await page.keyboard.press('/');
  assert.equal(await focused(page), 'Rechercher');
  await page.keyboard.type('NOUR amrani');
  await press(page, 'Enter');
  assert.equal(path(page), '/recherche');
  await page.locator('#trouve-dossier mark', { hasText: 'Nour' }).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.locator('body').press('j');
  await press(page, 'Enter');
  assert.match(path(page), /^\/projets\/JI-/);
}));

test('j and k walk a list, o opens, g leads elsewhere', () => coach({}, async (page) => {
  await page.goto('/projets');
  const names = await page.locator('main th[scope=row] a').allTextContents();
  await page.keyboard.press('j');
  assert.equal(await focused(page), names[0].replace(/[\s\u00a0\u202f]+/g, ' ').replace(/’/g, "'").trim());
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), names[1]);
  await press(page, 'o');
  assert.match(path(page), /^\/projets\/JI/);
  await page.keyboard.press('g');
  await press(page, 'c');
  assert.equal(path(page), '/candidatures');
  await page.keyboard.press('g');
  await page.keyboard.press('x');
  await page.keyboard.press('d'); // the sequence was broken: a letter alone
  await page.keyboard.press('g');
  await press(page, 'd');
  assert.equal(path(page), '/projets');
}));

test('n logs a meeting of the dossier that is open', () => coach({}, async (page) => {
  await page.goto('/projets?miens=1&phase=test');
  await page.keyboard.press('j');
  await press(page, 'Enter');
  const dossier = path(page);
  await press(page, 'n');
  assert.ok(path(page).startsWith(dossier) || path(page).includes('rencontre'), path(page));
}));

test('the palette goes to a page, a found dossier and a recent one', () => coach({}, async (page) => {
  await page.goto('/projets?miens=1');
  await page.keyboard.press('j');
  await press(page, 'Enter');
  const recent = path(page);
  await page.goto('/cohortes');
  await page.keyboard.press('Tab');
  const before = await focused(page);
  await page.keyboard.press('Control+k');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'combobox');
  await page.locator(`#palette [role=group][aria-label="Dossiers récents"] [role=option]`).first().waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-activedescendant')), await active(page).getAttribute('id'));
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#palette').isVisible(), false);
  assert.equal(await focused(page), before); // the focus comes back

  await page.keyboard.press('Control+k');
  await page.locator(`#palette [aria-label="Dossiers récents"]`).waitFor();
  await press(page, 'Enter');
  assert.equal(path(page), recent);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('amrani nour');
  await page.locator('#palette [role=option]', { hasText: 'Nour El Amrani' }).first().waitFor();
  await press(page, 'Enter');
  assert.match(path(page), /^\/projets\/JI-/);
  await page.getByRole('heading', { name: 'Histoire du dossier' }).waitFor();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('candidat');
  await page.locator('#palette [role=option]', { hasText: 'Candidatures' }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  assert.match(await active(page).textContent(), /Candidatures/);
  await press(page, 'Enter');
  assert.equal(path(page), '/candidatures');
}));

test('keys stay out of the way of what is typed, and can be switched off', () => coach({}, async (page) => {
  await page.goto('/projets');
  await page.keyboard.press('/');
  await page.keyboard.type('jk/?gn');
  assert.equal(await page.evaluate(() => document.activeElement.value), 'jk/?gn');
  await page.goto('/projets');
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Raccourcis clavier' }).waitFor();
  assert.deepEqual(await axe(page), []);
  assert.equal(await focused(page), 'Touches seules, hors des champs de saisie');
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await page.goto('/cohortes'); // it is remembered
  for (const key of ['j', '/', '?', 'g', 'd', 'n']) await page.keyboard.press(key);
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
  assert.equal(await page.locator('#aide').isVisible(), false);
  assert.equal(path(page), '/cohortes');
  await page.keyboard.press('Control+k'); // with Ctrl, it goes on
  assert.equal(await page.locator('#palette').isVisible(), true);
}));

test('who may search nothing still goes to pages', () => withPage(browser, { url: site.url, role: 'admin', keyboardOnly: true }, async (page) => {
  await page.goto('/');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('reglages');
  await page.locator('#palette [role=option]', { hasText: 'Réglages' }).first().waitFor();
  await press(page, 'Enter');
  assert.equal(path(page), '/reglages');
}));

test('a dossier on a phone, and its story without a script', async () => {
  await withPage(browser, { url: site.url, role: 'coach', ...phone, js: false }, async (page) => {
    await page.goto('/recherche?q=amrani');
    await page.locator('.hit-name').first().click();
    await page.getByRole('link', { name: /Écrire un e-mail/ }).waitFor();
    assert.equal(await scrollsSideways(page), false);
    await page.getByRole('link', { name: 'Interne' }).click();
    await page.getByText('Le porteur ou la porteuse ne voit rien de ce qui suit.').waitFor();
    await page.locator('.entry-internal').first().waitFor();
    assert.equal(await page.locator('.entry-shared').count(), 0);
  });
  await withPage(browser, { url: site.url, role: 'candidate', ...phone }, async (page) => {
    await page.goto('/projets');
    await page.locator('.card a').first().click();
    await page.getByRole('heading', { name: 'Histoire du dossier' }).waitFor();
    assert.equal(await page.locator('.entry-internal, .seen').count(), 0);
    assert.deepEqual(await axe(page), []);
    assert.equal(await scrollsSideways(page), false);
  });
});
