// One application, entered in a browser, walks through to the launch of an enterprise while the days go by: the
// program starts anew on the same database, each time on a later day. Where a rule refuses, the page says which,
// with the facts and what would lift it.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, withPage } from './harness.mjs';
import { startDemo } from './program.mjs';
import { apply, pathOf, says } from './acts.mjs';

const folder = mkdtempSync(join(tmpdir(), 'eclosion-'));
let site, browser, ref, today;

before(async () => { browser = await launch(); });
after(async () => {
  await browser?.close();
  await site?.stop();
  rmSync(folder, { recursive: true, force: true });
});

// on starts the program on a day; the day before, it is stopped.
async function on(day) {
  await site?.stop();
  site = null;
  today = day;
  site = await startDemo({ today, database: process.env.BROWSER_DATABASE ?? join(folder, 'journey.db') });
}

const as = (role, act) => withPage(browser, { url: site.url, role }, act);

// send fills the form within the selector and sends it: a true is a box ticked, a text is typed or chosen.
async function send(page, within, fields = {}, button = 'button[type=submit]') {
  const form = page.locator(within);
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`);
    const kind = await field.first().getAttribute('type');
    if (kind === 'radio') await form.locator(`[name="${name}"][value="${value}"]`).check();
    else if (value === true) await field.first().check();
    else await field.fill(value);
  }
  await Promise.all([page.waitForEvent('domcontentloaded'), form.locator(button).first().click()]);
}

// move opens what the page of the dossier offers under that name, fills it and sends it.
async function move(page, act, fields) {
  if (pathOf(page) !== `/projets/${ref}`) await page.goto(`/projets/${ref}`);
  const box = page.locator(`details#${act}`);
  if (!(await box.evaluate((it) => it.open))) await box.locator('summary').click();
  await send(page, `details#${act}`, fields);
}

test('23 November 2026: a candidate applies, a manager accepts', async () => {
  await on('2026-11-23');
  ref = await as('candidate', (page) => apply(page, { cohort: "Job'In Design, Liège", title: 'Atelier de reliure' }));
  await as('manager', async (page) => {
    await page.goto(`/candidatures/${ref}`);
    await send(page, 'form[action$="/examen"]');
    await send(page, 'form[action$="/decision"]', { outcome: 'declined', reasons: 'Le marché manque.' });
    await says(page, 'Et maintenant : '); // a refusal must say what next
    assert.equal(await page.locator('[name=reasons]').inputValue(), 'Le marché manque.');
    await send(page, 'form[action$="/decision"]', { outcome: 'accepted', reasons: 'Un métier rare.' });
    await says(page, 'Ce dossier est accepté');
  });
});

test('coaching waits for the signed agreement, then starts under the terms of the day', () => as('manager', async (page) => {
  await move(page, 'accompagnement', { date: today });
  await says(page, "L'accompagnement commence avec une convention signée");
  await move(page, 'convention', { number: 'CA-2026-77', signed_on: today, starts_on: today });
  await says(page, 'CA-2026-77');
  await page.getByLabel('Élodie Wautelet').check();
  await send(page, 'details#accompagnement', { date: today });
  await says(page, "Début de l'accompagnement");
}));

test('the test is refused too early: all that stands in the way, and until when', () => as('manager', async (page) => {
  await move(page, 'test', { date: today });
  await says(page, "La période de test peut commencer le 23 mars 2027 : il reste 120 jours d'accompagnement. Avant cette date, il faut une dérogation motivée d'une personne responsable.");
  await says(page, /\d+ points obligatoires du plan d'affaires ne sont pas validés : /);
  await says(page, "Le test commence avec la convention de statut provisoire, et le dossier n'en a pas.");
}));

test('23 March 2027: the minimum has passed, the plan still refuses, and names what is missing', async () => {
  await on('2027-03-23');
  await as('coach', async (page) => {
    await page.goto(`/projets/${ref}/plan`);
    const open = page.locator('li.plan-item:has(.plan-mandatory) [name^=valide]:not(:checked)');
    const items = await open.count();
    assert.ok(items > 3, `${items} mandatory items`);
    for (let item = items - 1; item > 0; item--) await open.nth(item).check();
    await send(page, 'form.plan-form');
    await says(page, 'Ce qui manque pour la période de test');
  });
  await as('manager', async (page) => {
    await move(page, 'statut', { number: 'SP-2027-5', signed_on: today, starts_on: today, ends_on: '2028-03-22' });
    await says(page, 'SP-2027-5');
    await move(page, 'test', { date: today });
    await says(page, /1 point obligatoire du plan d'affaires n'est pas validé : .+\. Validez-le, ou demandez une dérogation/);
  });
  await as('coach', async (page) => {
    await page.goto(`/projets/${ref}/plan`);
    await page.locator('li.plan-item:has(.plan-mandatory) [name^=valide]:not(:checked)').check();
    await send(page, 'form.plan-form');
    await says(page, 'Tous les points obligatoires sont validés');
  });
});

test('the test begins, and the provisional status with it', async () => {
  await as('manager', async (page) => {
    await move(page, 'test', { date: today });
    await says(page, 'Début de la période de test');
    await says(page, 'Statut provisoire En vigueur');
  });
  await as('candidate', async (page) => {
    await page.goto(`/projets/${ref}`);
    await says(page, 'Statut provisoire En vigueur');
  });
});

test('a grant is asked; more than the cap is refused with the sums, less is awarded', async () => {
  const dossier = `/projets/${ref}/bourse`;
  await as('candidate', async (page) => {
    await page.goto(`${dossier}/nouvelle-demande`);
    await send(page, 'form[action$="/nouvelle-demande"]', { purpose: 'Une presse et du cuir.', line_label_1: 'Presse', line_amount_1: '6 000' });
    await says(page, '6 000,00 €');
  });
  await as('manager', async (page) => {
    await page.goto(`${dossier}/1/decision`);
    await send(page, 'form[action$="/octroi"]', { amount: '5 000,01' });
    await says(page, /Le plafond de la bourse est de 5 000,00 € par personne, toutes demandes réunies/);
    await says(page, 'aucune dérogation ne lève le plafond');
    await send(page, 'form[action$="/octroi"]', { amount: '1 200' });
    await says(page, '1 200,00 €');
  });
});

test('1 April 2027: the test is suspended, and with it the status', async () => {
  await on('2027-04-01');
  await as('manager', async (page) => {
    await move(page, 'suspension', { date: today, reason: "Naissance d'un enfant." });
    await says(page, /Statut provisoire Suspendu/);
    await move(page, 'lancement', { date: today, enterprise_name: 'Reliure Nour', enterprise_number: '0403.019.261', legal_form: 'Personne physique' });
    await says(page, "Le dossier est suspendu depuis le 1er avril 2027. Enregistrez d'abord la reprise.");
  });
});

test('1 May 2027: the journey resumes, and the launch waits for the minimum and the days of the pause', async () => {
  await on('2027-05-01');
  await as('manager', async (page) => {
    await move(page, 'reprise', { date: today });
    await says(page, 'Statut provisoire En vigueur');
    await move(page, 'lancement', { date: today, enterprise_name: 'Reliure Nour', enterprise_number: '0403.019.261', legal_form: 'Personne physique' });
    await says(page, 'Le lancement est possible à partir du 23 octobre 2027 : il reste 175 jours de test.');
  });
});

test('25 October 2027: a wrong enterprise number is refused, the right one launches', async () => {
  await on('2027-10-25');
  await as('manager', async (page) => {
    await move(page, 'lancement', { date: today, enterprise_name: 'Reliure Nour', enterprise_number: '0403.019.262', legal_form: 'Personne physique' });
    await says(page, "Numéro d'entreprise");
    assert.equal(await page.locator('#lancement [name=enterprise_number]').inputValue(), '0403.019.262');
    assert.equal(await page.locator('#lancement [name=enterprise_number]').getAttribute('aria-invalid'), 'true');
    await move(page, 'lancement', { date: today, enterprise_name: 'Reliure Nour', enterprise_number: '0403.019.261', legal_form: 'Personne physique' });
    await says(page, /Reliure Nour Numéro d'entreprise 0403\.019\.261/);
    await says(page, 'Lancée le 25/10/2027');
  });
});

test('25 April 2028: the enterprise is alive after six months, and the history tells it all', async () => {
  await on('2028-04-25');
  await as('manager', async (page) => {
    await move(page, 'suivi', { months_after: '6', state: 'alive', observed_on: today });
    await page.goto(`/projets/${ref}/historique`);
    for (const step of ['Candidature déposée', "Début de l'accompagnement", 'Début de la période de test', '01/04/2027', '01/05/2027', '25/10/2027', '25/04/2028']) {
      await says(page, step);
    }
  });
});
