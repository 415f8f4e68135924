// An administrator hands a file in, without a script and with a phone: its columns, what would come of it, who may be whom, and the history.

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
const shots = process.env.ECLOSION_SHOTS;
const sound = async (page, name) => {
  if (shots) await page.screenshot({ path: `${shots}/import-${name}.png`, fullPage: true });
  assert.deepEqual(await axe(page), []);
  assert.equal(await scrollsSideways(page), false);
};

test('a file is checked, its doubts are decided, and it is taken, without a script', () => withPage(browser, { url: site.url, role: 'admin', ...phone, js: false }, async (page) => {
  await page.goto('/reglages/imports');
  await page.getByLabel('Fichier').setInputFiles({ name: 'deux.csv', mimeType: 'text/csv', buffer: Buffer.from(
    'N° dossier;Achternaam;Prénom;Date de naissance;Antenne;Programme;Statut à l\'entrée;Diplôme;Projet;Date d\'entrée;Début du test;Date de sortie;Étude terminée;Motif de sortie;Entreprise;BCE;Date de création;Active après trois ans;Bourse\n'
    + 'Z-1;Zaoui;Nadia;01/02/1980;Liège;Job\'In;mutuelle;CESS;Pain;05/03/2018;;05/09/2018;non;abandon;;;;;\n') });
  await page.getByRole('button', { name: 'Déposer et vérifier' }).click();
  await page.getByText('Les colonnes sont à préciser').waitFor({ timeout: 15_000 });
  await page.getByRole('link', { name: 'Préciser les colonnes' }).click();
  await page.getByLabel('Achternaam').selectOption('Nom');
  await page.getByRole('button', { name: 'Enregistrer et vérifier' }).click();
  await page.getByRole('button', { name: 'Reprendre 1 dossier' }).waitFor({ timeout: 15_000 });
  await page.getByRole('button', { name: 'Reprendre 1 dossier' }).click();
  await page.getByText('Dossiers créés').waitFor({ timeout: 15_000 });
}));

test('the pages of an import', () => withPage(browser, { url: site.url, role: 'admin', ...phone }, async (page) => {
  await page.goto('/reglages/imports');
  await sound(page, 'list');
  await page.getByRole('link', { name: 'dossiers-2019.csv' }).click();
  await page.getByText('2 lignes sont refusées').waitFor();
  await sound(page, 'ready');
  const here = page.url();
  await page.goto(`${here}/lignes?issue=refuses`);
  await sound(page, 'rows');
  await page.goto(`${here}/colonnes`);
  await sound(page, 'columns');
  await page.goto(`${here}/doublons`);
  await sound(page, 'doubts');
  await page.getByLabel('Même personne').check();
  await page.getByRole('button', { name: 'Enregistrer et vérifier à nouveau' }).click();
  await page.getByText('Reprendre ce fichier').waitFor({ timeout: 15_000 });
}));
