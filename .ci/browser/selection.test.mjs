// A committee: a member scores files with the keys alone and on a phone without JavaScript, steps back from one; the
// couveuse reads the ranking; a candidate books an interview. What is written is kept as one goes.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, launch, screenshot, scrollsSideways, withPage } from './harness.mjs';
import { startDemo } from './program.mjs';
import { choose, pathOf, press, says } from './acts.mjs';

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
const committee = '/comites/CM-JID-LIEGE-2027-1-2';
const file = (n) => `${committee}/dossiers/JID-2026-00${n}`;
const go = (page, name) => Promise.all([page.waitForEvent('domcontentloaded'), page.getByRole('button', { name }).click()]);
const criteria = [1, 2, 3, 4, 5, 6, 7, 8, 9];

async function sound(page, name) {
  assert.deepEqual(await axe(page), []);
  assert.equal(await scrollsSideways(page), false, `${name} scrolls sideways`);
  await screenshot(page, name);
}

test('a member scores a file with the keys alone, and nothing of it is lost on the way', () =>
  withPage(browser, { url: site.url, role: 'jury', keyboardOnly: true }, async (page) => {
    await page.goto(file(11));
    await says(page, '2 avis rendus sur 6');
    await choose(page, 'score-1', '4');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Une vraie envie.');
    await page.waitForFunction(() => /Enregistré à .* pas encore rendu/.test(document.querySelector('.autosave').innerText));
    await page.goto(committee); // away, and back
    await says(page, 'Commencé, à rendre');
    await page.goto(file(11));
    assert.equal(await page.locator('[name="score-1"]:checked').inputValue(), '4');
    assert.equal(await page.locator('[name="note-1"]').inputValue(), 'Une vraie envie.');
    await press(page, 'Rendre mon avis');
    await says(page, 'Il y a un problème');
    await says(page, 'Compétences et expérience : Ce champ est obligatoire.');
    assert.equal(await page.locator('[name="note-1"]').inputValue(), 'Une vraie envie.');
    for (const n of criteria.slice(1)) await choose(page, `score-${n}`, n === 8 ? 'Sans objet' : '3');
    await choose(page, 'recommendation', 'Favorable');
    await press(page, 'Rendre mon avis');
    assert.notEqual(pathOf(page), file(11));
    await says(page, '3 avis rendus sur 6');
    await page.goto(file(11));
    await says(page, 'Avis des autres membres');
  }));

test('on a phone without JavaScript a member keeps, gives, and steps back', () =>
  withPage(browser, { url: site.url, role: 'jury', js: false, ...phone }, async (page) => {
    await page.goto(file(13));
    await page.locator('label', { has: page.locator('[name="score-1"][value="5"]') }).click();
    await page.locator('[name="comment"]').fill('À relire demain.');
    await go(page, 'Enregistrer sans rendre');
    await says(page, 'pas encore rendu');
    assert.equal(await page.locator('[name="score-1"][value="5"]').isChecked(), true);
    for (const n of criteria.slice(1)) await page.locator('label', { has: page.locator(`[name="score-${n}"][value="2"]`) }).click();
    await page.getByLabel('Défavorable').check();
    await go(page, 'Rendre mon avis');
    await says(page, '4 avis rendus sur 6');
    await page.goto(file(14));
    await page.locator('summary', { hasText: 'Déclarer un conflit' }).click();
    await page.locator('[name="conflict_reason"]').fill('Ma voisine.');
    await go(page, 'Déclarer le conflit');
    await says(page, "Conflit d'intérêts déclaré");
    await says(page, '4 avis rendus sur 5');
    assert.equal((await page.goto(file(14))).status(), 404);
  }));

test('the couveuse reads the ranking and lifts a conflict', () =>
  withPage(browser, { url: site.url, role: 'manager', ...phone }, async (page) => {
    await page.goto(committee);
    await sound(page, 'committee-phone');
    await page.getByRole('link', { name: 'Classement' }).click();
    await says(page, /partage(nt)? les membres/);
    await says(page, 'À discuter');
    await sound(page, 'ranking-phone');
    await page.locator('summary', { hasText: 'JID-2026-0011' }).click();
    await says(page, 'Une vraie envie.');
    await page.goto(`${committee}/conflits`);
    await says(page, 'Ma voisine.');
    await sound(page, 'conflicts-phone');
    await go(page, /Lever.*JID-2026-0014/);
    await says(page, "Conflit d'intérêts levé");
  }));

test('a candidate books an interview on a phone, moves it and cancels it', () =>
  withPage(browser, { url: site.url, role: 'applicant', ...phone }, async (page) => {
    await page.goto('/candidatures/JID-2026-0010');
    await page.getByRole('link', { name: /Choisir l.heure de l.entretien/ }).click();
    await sound(page, 'interview-phone');
    await page.getByLabel(/09:30/).check();
    await go(page, 'Prendre ce créneau');
    await says(page, 'vendredi 27 novembre 2026 à 09:30');
    await sound(page, 'interview-booked-phone');
    const calendar = await page.request.get('/candidatures/JID-2026-0010/entretien.ics');
    assert.match(await calendar.text(), /DTSTART:20261127T083000Z/);
    await page.getByLabel(/11:00/).check();
    await go(page, 'Déplacer mon entretien');
    await says(page, 'vendredi 27 novembre 2026 à 11:00');
    await page.locator('summary', { hasText: 'Annuler mon entretien' }).click();
    await go(page, "Annuler l’entretien");
    await says(page, 'Choisissez un créneau');
  }));
