// The pilot: a dossier is moved by the keyboard alone, by the mouse, and without a script; a refusal leaves the card where it is and
// says why; filters are kept as a view.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, launch, scrollsSideways, tabTo, withPage } from './harness.mjs';
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
const countOf = async (page, phase) => Number(await page.locator(`.board-column[data-phase=${phase}] .pilot-number`).getAttribute('data-figure'));

test('a card is moved by the keyboard alone', async () => {
  await withPage(browser, { url: site.url, role: 'manager', keyboardOnly: true }, async (page) => {
    await page.goto('/pilotage?phase=submitted');
    const before = await countOf(page, 'submitted');
    await tabTo(page, /^Déplacer vers/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^À l.examen$/);
    await page.keyboard.press('Enter');
    await page.getByText(/passe à l.étape/).waitFor();
    assert.match(page.url(), /phase=submitted/);
    assert.equal(await countOf(page, 'submitted'), before - 1);
  });
});

test('a card is dragged, and stays where it is when a rule says no', async () => {
  await withPage(browser, { url: site.url, role: 'manager' }, async (page) => {
    await page.goto('/pilotage');
    await sound(page);
    const [coaching, tried] = [await countOf(page, 'coaching'), await countOf(page, 'test')];
    const card = page.locator('.board-card[data-phase=coaching]').first();
    await card.dragTo(page.locator('.board-column[data-phase=accepted]'));
    await page.getByText('Ce déplacement n’existe pas dans le parcours').waitFor();
    await card.dragTo(page.locator('.board-column[data-phase=test] header'));
    await page.getByRole('heading', { name: 'Il y a un problème' }).waitFor();
    await page.getByText(/points? obligatoires? du plan d.affaires/).first().waitFor();
    await sound(page);
    await page.goBack();
    assert.deepEqual([await countOf(page, 'coaching'), await countOf(page, 'test')], [coaching, tried]);
    const from = await page.locator('.board-card[data-phase=test] .sub').first().boundingBox();
    await page.mouse.move(from.x + 20, from.y + 5);
    await page.mouse.down();
    await page.mouse.move(from.x + 30, from.y + 15, { steps: 3 });
    const end = await page.locator('.board-end[data-phase=launched]').boundingBox(); // within reach while a card is dragged
    await page.mouse.move(end.x + 20, end.y + 10, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/acte=lancement/);
    assert.equal(await page.locator('details#lancement').getAttribute('open'), '');
  });
});

test('without a script, on a phone, cards move and numbers open their lists', async () => {
  await withPage(browser, { url: site.url, role: 'manager', ...phone, js: false }, async (page) => {
    await page.goto('/pilotage');
    assert.equal(await scrollsSideways(page), false);
    const card = page.locator('.board-card[data-phase=submitted]').first();
    await card.locator('summary').click();
    await card.getByRole('button', { name: /examen/ }).click();
    await page.getByText(/passe à l.étape/).waitFor();
    const number = page.locator('.board-column[data-phase=review] .pilot-number');
    const count = await number.getAttribute('data-figure');
    await number.click();
    assert.equal(await page.locator('[data-total]').getAttribute('data-total'), count);
    assert.equal(await scrollsSideways(page), false);
  });
});

test('filters are kept as a view, which the list opens with', async () => {
  await withPage(browser, { url: site.url, role: 'manager', ...phone, dark: true }, async (page) => {
    await page.goto('/projets?phase=coaching');
    await page.getByText('Enregistrer cette vue').click();
    await page.getByLabel('Nom de la vue').fill('Les accompagnés');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('La vue « Les accompagnés » est enregistrée.').waitFor();
    await sound(page);
    await page.goto('/vues');
    await sound(page);
    await page.getByRole('button', { name: /^Ouvrir la liste avec.*Les accompagnés/ }).click();
    await page.goto('/projets');
    assert.match(page.url(), /phase=coaching/);
    await page.goto('/vues');
    await page.getByRole('button', { name: /^Supprimer.*Les accompagnés/ }).click();
    await page.getByRole('button', { name: 'Reprendre la vue' }).click();
    await page.getByText(/est de retour/).waitFor();
  });
});
