// A meeting is logged in under a minute and never lost: by the keyboard alone, without a network, after a session that
// ended, and without a script.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { axe, focused, launch, scrollsSideways, signIn, withPage, emailOf } from './harness.mjs';
import { startDemo } from './program.mjs';
import { pathOf, says } from './acts.mjs';

const folder = mkdtempSync(join(tmpdir(), 'eclosion-'));
let site, browser, who;

before(async () => {
  [site, browser] = await Promise.all([startDemo(), launch()]);
  who = await withPage(browser, { url: site.url, role: 'coach' }, (page) => people(page, ''));
});
after(async () => {
  await browser?.close();
  await site?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const people = (page, text) => page.evaluate(async (q) => (await fetch('/rencontres/personnes?q=' + encodeURIComponent(q))).json(), text);
const plain = (text) => text.normalize('NFD').replace(/\p{Mn}/gu, '').toLowerCase();

// countKeys notes each key that is pressed, but for those that write text.
async function countKeys(page) {
  await page.addInitScript(() => {
    addEventListener('keydown', (e) => {
      const text = e.key.length === 1 && !e.ctrlKey && /^(INPUT|TEXTAREA)$/.test(e.target.tagName) && !(e.key === '+' && e.target.type === 'date');
      if (!text) sessionStorage.setItem('keys', (sessionStorage.getItem('keys') || '') + e.key + ' ');
    }, true);
  });
  return async () => (await page.evaluate(() => sessionStorage.getItem('keys') || '')).trim().split(' ').filter(Boolean);
}

// countOf tells how many meetings, of that summary, a dossier's list shows.
async function countOf(page, ref, summary) {
  await page.goto(`/projets/${ref}/rencontres`);
  return page.locator('.entry', { hasText: summary }).count();
}

test('from home to a saved meeting with an action and a next date: at most 12 keys besides the text, no mouse', () =>
  withPage(browser, { url: site.url, role: 'coach', keyboardOnly: true }, async (page) => {
    const [person] = who;
    const keys = await countKeys(page);
    await page.goto('/');
    await page.keyboard.press('n');
    await page.waitForURL('**/rencontres/nouvelle*');
    await page.waitForFunction(() => document.activeElement?.name === 'qui');
    const [first, last] = plain(person.name).split(' ');
    await page.keyboard.type(`${last.slice(0, 4)} ${first}`); // whatever the order, without accents
    await page.getByRole('option', { name: person.ref }).waitFor();
    await page.keyboard.press('Enter');
    assert.match(await focused(page), /^Compte rendu/);
    await page.keyboard.type('Le **plan** est relu.');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Appeler la banque');
    await page.keyboard.press('Enter'); // to its day
    await page.keyboard.press('Enter'); // the day of the next meeting will do
    assert.match(await focused(page), /^Date/);
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await Promise.all([page.waitForURL(/\/rencontres\/[a-z0-9]{16}$/), page.keyboard.press('Control+Enter')]);
    await says(page, 'Rencontre enregistrée.');
    const pressed = await keys();
    assert.ok(pressed.length <= 12, `${pressed.length} keys: ${pressed.join(' ')}`);
    await says(page, 'Le plan est relu.');
    await says(page, 'Appeler la banque');
    await says(page, 'Pour le 07/12/2026');
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(':rencontre/'))), []);
    await page.goto(`/projets/${person.ref}/rencontres`);
    await says(page, '07/12/2026 à 08:00 Prévue');
  }));

test('without a network the meeting waits on the device, survives the page, and is sent once', () =>
  withPage(browser, { url: site.url, role: 'coach' }, async (page) => {
    const { ref } = who[1];
    writeFileSync(join(folder, 'devis.pdf'), `%PDF-1.4\n${'% devis\n'.repeat(80)}1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n`);
    await page.goto(`/projets/${ref}/rencontres/nouvelle`);
    await page.context().setOffline(true);
    await page.locator('[name=meeting_summary]').fill('Écrit dans le train.');
    await page.locator('input[name=files]').setInputFiles(join(folder, 'devis.pdf'));
    await page.getByRole('button', { name: 'Enregistrer la rencontre' }).last().click();
    await says(page, 'Hors ligne : la rencontre sera envoyée dès que le réseau revient.');
    // Another page of the product, opened when the network is back, sends it.
    const other = await page.context().newPage();
    await page.close();
    await other.context().setOffline(false);
    await other.goto('/');
    await other.getByText('La rencontre écrite hors ligne est enregistrée.').waitFor();
    assert.equal(await countOf(other, ref, 'Écrit dans le train.'), 1);
    await other.goto('/');
    assert.equal(await other.locator('[data-queue]').isVisible(), false);
    assert.equal(await countOf(other, ref, 'Écrit dans le train.'), 1);
    await other.locator('.entry', { hasText: 'Écrit dans le train.' }).getByRole('link').first().click();
    await says(other, 'devis.pdf');
  }));

test('what the server refuses of a form sent later stays, with the reason; another account never sends it', () =>
  withPage(browser, { url: site.url, role: 'coach', allow: [/answered 4(03|22)/] }, async (page) => {
    const { ref } = who[1];
    await page.goto(`/projets/${ref}/rencontres/nouvelle`);
    await page.context().setOffline(true);
    await page.locator('[name=meeting_summary]').fill('Trente heures.');
    await page.getByLabel('Autre durée').fill('1800');
    await page.getByRole('button', { name: 'Enregistrer la rencontre' }).last().click();
    await says(page, 'Hors ligne');
    await page.context().setOffline(false);
    await page.waitForSelector('.error-summary');
    await says(page, 'Indiquez au plus 720.');
    assert.equal(await page.locator('[name=meeting_summary]').inputValue(), 'Trente heures.');
    await page.goto('/');
    await page.getByRole('link', { name: 'La reprendre' }).click();
    await page.waitForSelector('.error-summary');
    assert.equal(await page.locator('[name=meeting_summary]').inputValue(), 'Trente heures.');
    await page.getByLabel('Autre durée').fill('45');
    await Promise.all([page.waitForURL(/\/rencontres\/[a-z0-9]{16}$/), page.getByRole('button', { name: 'Enregistrer la rencontre' }).last().click()]);
    await page.goto('/');
    assert.equal(await page.locator('[data-queue]').isVisible(), false);
  }));

test('the session ends while one types: signing in again leads back, and the text is there', () =>
  withPage(browser, { url: site.url, role: 'coach', allow: [/answered 40[13]/] }, async (page) => {
    const { ref } = who[2];
    await page.goto(`/projets/${ref}/rencontres/nouvelle`);
    await page.locator('[name=meeting_summary]').fill('Une longue histoire');
    await page.getByText('Brouillon enregistré à').waitFor();
    await page.context().clearCookies();
    await page.locator('[name=meeting_summary]').pressSequentially(', et sa fin.');
    const back = page.getByRole('link', { name: 'Se connecter pour les reprendre' });
    await back.waitFor();
    const to = await back.getAttribute('href');
    await signIn(page, emailOf('coach'));
    await page.goto(new URL(to, site.url).searchParams.get('suite'));
    await page.waitForFunction(() => document.querySelector('[name=meeting_summary]').value === 'Une longue histoire, et sa fin.');
    await page.getByText('Brouillon enregistré à').waitFor();
    await page.goto('/rencontres/brouillons');
    await says(page, 'Une longue histoire, et sa fin.');
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: 'Supprimer' }).first().click();
    await says(page, 'Brouillon supprimé.');
  }));

test('a phone without scripts: the server finds who is meant, and keeps what was typed', () =>
  withPage(browser, { url: site.url, role: 'coach', js: false, width: 390, allow: [/answered 422/] }, async (page) => {
    const person = who[0];
    await page.goto('/');
    await page.getByRole('link', { name: 'Consigner une rencontre' }).click();
    assert.equal(await scrollsSideways(page), false);
    await page.locator('[name=meeting_summary]').fill('Sans script.');
    const save = () => page.getByRole('button', { name: 'Enregistrer la rencontre' }).last().click();
    for (const [typed, said] of [['', 'Ce champ est obligatoire.'], ['personne de ce nom', 'Aucun dossier que vous accompagnez ne répond à'], ['ji', 'Plusieurs dossiers répondent à']]) {
      await page.getByLabel('Avec qui').fill(typed);
      await save();
      await says(page, said);
      assert.equal((await page.locator('[name=meeting_summary]').inputValue()).trim(), 'Sans script.');
    }
    await page.getByRole('radio', { name: new RegExp(person.name) }).check();
    await page.getByRole('radio', { name: '1 h 30' }).check();
    await save();
    assert.match(pathOf(page), new RegExp(`^/projets/${person.ref}/rencontres/[a-z0-9]{16}$`));
    await says(page, 'Rencontre enregistrée.');
    await says(page, 'Sans script.');
  }));

test('the form has nothing that keeps people out, on a desk and on a phone', async () => {
  for (const [width, dark] of [[1280, false], [390, true]]) {
    await withPage(browser, { url: site.url, role: 'coach', width, dark }, async (page) => {
      for (const path of ['/rencontres/nouvelle', `/projets/${who[0].ref}/rencontres/nouvelle`]) {
        await page.goto(path);
        assert.deepEqual(await axe(page), [], path);
        assert.equal(await scrollsSideways(page), false, path);
      }
    });
  }
});
