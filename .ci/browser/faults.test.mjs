// What goes wrong in a browser and must not go wrong in the dossier: a button pressed twice, the way back, two
// tabs, a session that ends while somebody types, no JavaScript.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { emailOf, launch, password, withPage } from './harness.mjs';
import { startDemo } from './program.mjs';
import { apply, choose, follow, pathOf, pick, press, said, says, tick, write } from './acts.mjs';

let site, browser, ref;
before(async () => {
  site = await startDemo();
  browser = await launch();
  ref = await as('candidate', async (page) => {
    await page.locator('main a[href^="/projets/JI-"]').first().click();
    return pathOf(page).split('/')[2];
  });
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

const as = (role, act, options = {}) => withPage(browser, { url: site.url, role, ...options }, act);

const meetings = () => `/projets/${ref}/rencontres`;
const submit = 'form.form .buttons button[type=submit]:not([name])'; // not the one that begins another
const save = (page) => Promise.all([page.waitForEvent('domcontentloaded'), page.locator(submit).click()]);

// start opens the form of a new meeting and writes what was said in it.
async function start(page, summary) {
  await page.goto(`${meetings()}/nouvelle`);
  await page.locator('[name=meeting_summary]').fill(summary);
}

// told counts the meetings with that summary.
async function told(page, summary) {
  await page.goto(meetings());
  return (await said(page)).split(summary).length - 1;
}

test('a button pressed twice makes one meeting', () => as('coach', async (page) => {
  await start(page, 'Pressé deux fois.');
  let sent = 0;
  page.on('request', (request) => { if (request.method() === 'POST') sent++; });
  await Promise.all([page.waitForEvent('domcontentloaded'), page.locator(submit).dblclick()]);
  await says(page, 'Pressé deux fois.');
  assert.equal(sent, 1, 'the second press sends nothing');
  assert.equal(await told(page, 'Pressé deux fois.'), 1);
}));

test('going back after saving leads to what was saved, and adds nothing', () => as('coach', async (page) => {
  const summary = 'Revenu en arrière.';
  await start(page, summary);
  await save(page);
  await says(page, summary);
  await page.goBack();
  await says(page, summary);
  assert.equal(await told(page, summary), 1);
}));

test('two tabs on one meeting: the second is told, sees what was saved, and loses no text', () => as('coach', async (page) => {
  await start(page, 'Première version.');
  await save(page);
  const meeting = pathOf(page);
  const other = await page.context().newPage();
  for (const tab of [page, other]) await tab.goto(`${meeting}/modifier`);
  await page.locator('[name=meeting_summary]').fill('La version du premier onglet.');
  await save(page);
  await other.locator('[name=meeting_summary]').fill('La version du second onglet.');
  const answer = other.waitForResponse((response) => response.request().method() === 'POST');
  await save(other);
  assert.equal((await answer).status(), 409);
  await says(other, 'Ce qui est enregistré maintenant');
  await says(other, 'La version du premier onglet.');
  assert.equal(await other.locator('[name=meeting_summary]').inputValue(), 'La version du second onglet.');
  await save(other);
  await says(other, 'La version du second onglet.');
}, { js: false }));

// answer signs in on the page that asks for it.
async function answer(page) {
  await page.locator('[name=email]').fill(emailOf('coach'));
  await page.locator('[name=password]').fill(password);
  await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press('Enter')]);
}

test('signing out in one tab closes the other, and forgets what was being typed', () => as('coach', async (page) => {
  const other = await page.context().newPage();
  await start(other, 'À moitié tapé.');
  await other.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith('eclosion-draft:')));
  await page.locator('details.user summary').click();
  await Promise.all([page.waitForEvent('domcontentloaded'), page.getByRole('button', { name: 'Se déconnecter' }).click()]);
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('eclosion-draft:'))), []);
  await other.goto(meetings());
  assert.equal(pathOf(other), '/connexion');
}));

test('without JavaScript a candidate applies, by keyboard', () => as('candidate', async (page) => {
  await apply(page, { cohort: "Job'In Design, Liège", title: 'Atelier de dorure' });
}, { js: false, keyboardOnly: true }));

test('without JavaScript a coach logs a meeting and validates an item, by keyboard', () => as('coach', async (page) => {
  await follow(page, `[href^="/projets/${ref}"]`);
  await press(page, 'Rencontres');
  await press(page, 'Consigner une rencontre');
  await choose(page, 'minutes', '30 min');
  await pick(page, 'medium', 'Par téléphone');
  await write(page, 'meeting_summary', 'Sans une ligne de script.');
  await press(page, 'Enregistrer la rencontre');
  await says(page, 'Sans une ligne de script.');
  await press(page, "Plan d'affaires");
  const left = await page.locator('[name^=valide]:not(:checked)').count();
  await tick(page, '[name^=valide]:not(:checked)');
  await press(page, 'Enregistrer');
  assert.equal(await page.locator('[name^=valide]:not(:checked)').count(), left - 1);
}, { js: false, keyboardOnly: true }));
