// Each role does its main job with the keyboard alone, in the order in which a couveuse lives it: what the coach
// agrees on, the candidate ticks.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, tabTo, withPage } from './harness.mjs';
import { startDemo } from './program.mjs';
import { apply, choose, day, follow, pathOf, pick, press, reach, said, says, tick, unfold, write } from './acts.mjs';

let site, browser, ref; // ref: the dossier of candidate@demo.test, as their home leads to it
before(async () => {
  site = await startDemo();
  browser = await launch();
  ref = await as('candidate', async (page) => {
    await follow(page, '[href^="/projets/JI-"]');
    return pathOf(page).split('/')[2];
  });
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

const as = (role, act) => withPage(browser, { url: site.url, role, keyboardOnly: true }, act);

test('a candidate applies through the task list, stops, comes back and submits', async () => {
  const applied = await as('candidate', (page) => apply(page, { cohort: "Job'In Design, Liège", title: 'Atelier de reliure' }));
  await as('candidate', async (page) => {
    await press(page, 'Candidatures');
    await press(page, 'Atelier de reliure');
    assert.equal(pathOf(page), `/candidatures/${applied}`);
    await says(page, 'Votre candidature est déposée');
  });
});

test('a coach logs a meeting from home, with an action and the next date', async () => {
  await as('coach', async (page) => {
    await follow(page, `[href^="/projets/${ref}"]`);
    await press(page, 'Rencontres');
    await press(page, 'Consigner une rencontre');
    await choose(page, 'minutes', '45 min');
    await pick(page, 'medium', 'Par téléphone');
    await write(page, 'meeting_summary', 'Le bail est relu. Reste la garantie.');
    await write(page, 'private_note', 'À suivre de près.');
    await write(page, 'action_1_title', 'Demander un second devis');
    await day(page, 'action_1_due', '2026-12-01');
    await day(page, 'next_on', '2026-11-24');
    await reach(page, '[name=next_at]');
    await page.keyboard.type('1030AM');
    await press(page, 'Enregistrer la rencontre');
    await says(page, /Rencontre enregistrée/);
    await says(page, 'Le bail est relu. Reste la garantie.');
    await says(page, 'Demander un second devis');
    await press(page, 'Rencontres');
    await says(page, 'mardi 24 novembre 2026 à 10:30');
  });
});

test('a candidate reads what was agreed, ticks it off, and never sees the private note', async () => {
  await as('candidate', async (page) => {
    await says(page, 'Demander un second devis');
    await page.goto(`/projets/${ref}`);
    await says(page, 'mardi 24 novembre 2026');
    await says(page, 'Le bail est relu. Reste la garantie.');
    await press(page, 'Rencontres');
    await press(page, 'Marquer comme faite : Demander un second devis');
    await tabTo(page, /actions? faite/);
    await page.keyboard.press('Enter');
    await tabTo(page, 'Remettre à faire : Demander un second devis');
    assert.doesNotMatch(await page.content(), /À suivre de près/);
  });
});

test('a coach validates an item of the plan from home', async () => {
  await as('coach', async (page) => {
    await follow(page, '[href$="/plan"]');
    const [before] = /\d+ points? sur \d+|\d+ sur \d+/.exec(await said(page));
    const box = '[name^=valide]:not(:checked)';
    await tick(page, box);
    await press(page, 'Enregistrer');
    const [after] = /\d+ points? sur \d+|\d+ sur \d+/.exec(await said(page));
    assert.equal(Number.parseInt(after, 10), Number.parseInt(before, 10) + 1);
  });
});

test('a manager takes an application under review and accepts it', () => as('manager', async (page) => {
  await press(page, 'Candidatures');
  await press(page, 'Atelier de reliure');
  await press(page, "Commencer l'examen");
  await says(page, "Examen commencé : le dossier peut aller au comité.");
  await choose(page, 'outcome', 'Accepté');
  await write(page, 'reasons', 'Un métier rare et une clientèle prête.');
  await press(page, 'Enregistrer la décision');
  await says(page, 'Décision enregistrée');
  await says(page, 'Ce dossier est accepté');
  await says(page, 'Un métier rare et une clientèle prête.');
}));

test('a manager opens the report of a cohort', () => as('manager', async (page) => {
  await press(page, 'Cohortes');
  await press(page, 'JI-LIEGE-2025-1');
  await says(page, 'JI-LIEGE-2025-1');
  await says(page, "Ce que compte chaque chiffre");
}));

test('a manager awards a grant from home', async () => {
  await as('manager', async (page) => {
    await follow(page, '[href$="/decision"]');
    await write(page, 'amount', '150,50');
    await write(page, 'reason', 'Le devis est conforme.');
    await press(page, 'Octroyer');
    await says(page, /Octroyée? .*150,50 €/);
    await says(page, 'Le devis est conforme.');
  });
});

test('a jury member gives an opinion', () => as('jury', async (page) => {
  await follow(page, '[href*="/dossiers/"]');
  const given = Number(/(\d) avis rendus? sur 6/.exec(await said(page))[1]);
  const scores = await page.$$eval('[name^="score-"]', (all) => [...new Set(all.map((radio) => radio.name))]);
  for (const name of scores) await choose(page, name, '3');
  await choose(page, 'recommendation', 'Réservé');
  await write(page, 'comment', 'Le prix est à vérifier.');
  await press(page, 'Rendre mon avis');
  await says(page, `${given + 1} avis rendu${given > 0 ? 's' : ''} sur 6`);
}));

test('an administrator invites a coach, who opens the link; and sets the couveuse', async () => {
  const link = await as('admin', async (page) => {
    await press(page, 'Comptes');
    await press(page, 'Inviter une personne');
    await write(page, 'name', 'Fatou Diallo');
    await write(page, 'email', 'fatou@couveuse.test');
    await tabTo(page, 'Liège');
    await page.keyboard.press('Space');
    await press(page, "Créer l'invitation");
    await says(page, 'Lien à usage unique');
    const shown = await page.getByLabel('Lien à copier').inputValue();
    await page.reload();
    assert.equal(await page.getByLabel('Lien à copier').count(), 0, 'the link is shown once');

    await press(page, 'Réglages');
    await press(page, 'Modifier la couveuse');
    await write(page, 'phone', '04 999 88 77');
    await press(page, 'Enregistrer');
    await says(page, '04 999 88 77');
    return shown;
  });
  await withPage(browser, { url: site.url, keyboardOnly: true }, async (page) => {
    await page.goto(link);
    await write(page, 'password', 'une phrase bien longue');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${site.url}/`);
    await says(page, 'À faire aujourd');
  });
});
