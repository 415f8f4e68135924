// A candidate follows their file: reads where it stands, writes to the couveuse, reads the answer, takes their data along.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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
const sound = async (page) => {
  assert.deepEqual(await axe(page), []);
  assert.equal(await scrollsSideways(page), false);
};

test('a candidate and a manager write to each other', async () => {
  const question = 'Puis-je venir avec mon associée ? <b>Merci</b>';
  const answer = 'Oui, avec plaisir.';
  let path;
  await withPage(browser, { url: site.url, role: 'applicant', ...phone }, async (page) => {
    await page.goto('/');
    await page.locator('.task a').first().click();
    path = new URL(page.url()).pathname;
    await page.getByRole('heading', { name: 'Ce que nous attendons' }).waitFor();
    await page.getByRole('heading', { name: 'Ce qui s’est passé' }).waitFor();
    await sound(page);
    await page.getByRole('link', { name: 'Ouvrir les messages' }).click();
    await page.getByLabel('Votre message').fill(question);
    await sound(page);
    await page.getByRole('button', { name: 'Envoyer' }).click();
    await page.getByText('Message envoyé.').waitFor();
    assert.equal(await page.locator('.message-mine').last().locator('.message-body').innerText(), question);
    assert.match(await page.locator('.message-mine').last().innerText(), /Pas encore lu/);
  });
  await withPage(browser, { url: site.url, role: 'manager', js: false }, async (page) => {
    await page.goto('/');
    await page.locator(`.task a[href="${path}/messages"]`).click();
    assert.match(await page.locator('.message').last().innerText(), /Nouveau/);
    await page.getByLabel('Votre message').fill(answer);
    await page.getByRole('button', { name: 'Envoyer' }).click();
    assert.equal(await page.locator('.message-mine .message-body').last().innerText(), answer);
  });
  await withPage(browser, { url: site.url, role: 'applicant', ...phone }, async (page) => {
    await page.goto('/');
    await page.getByRole('heading', { name: 'Messages de la couveuse' }).waitFor();
    await page.locator(`.task a[href="${path}/messages"]`).click();
    assert.equal(await page.locator('.message-body').last().innerText(), answer);
    assert.match(await page.locator('.message-mine').last().innerText(), /Lu/);
  });
});

test('a message that was not sent comes back', () => withPage(browser, { url: site.url, role: 'candidate' }, async (page) => {
  await page.goto('/projets');
  await page.locator('h2 a, th a').first().click();
  await page.getByRole('link', { name: /^Messages/ }).click();
  await page.getByLabel('Votre message').fill('Un brouillon qui compte');
  await page.waitForTimeout(600);
  await page.reload();
  await page.locator('.draft-found button').first().click();
  assert.equal(await page.getByLabel('Votre message').inputValue(), 'Un brouillon qui compte');
}));

test('one’s own data leave as an archive', () => withPage(browser, { url: site.url, role: 'applicant', ...phone }, async (page) => {
  await page.goto('/compte/donnees');
  await sound(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Télécharger mes données' }).click()]);
  assert.match(download.suggestedFilename(), /^mes-donnees-\d{4}-\d{2}-\d{2}\.zip$/);
  const bytes = readFileSync(await download.path());
  assert.equal(bytes.subarray(0, 2).toString(), 'PK');
  assert.ok(bytes.includes('data.json') && bytes.includes('resume.pdf'));
}));

test('what may not be kept is anonymised', () => withPage(browser, { url: site.url, role: 'admin' }, async (page) => {
  await page.goto('/reglages/conservation');
  await sound(page);
  await page.getByRole('button', { name: /^Anonymiser/ }).click();
  await page.getByText(/dossiers? anonymisés?/).first().waitFor();
  await page.getByText('Rien à anonymiser aujourd’hui').waitFor();
}));
