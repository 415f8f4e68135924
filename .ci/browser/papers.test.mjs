// A progress report from the coach's words to the paper, by way of the holder and a return; minutes that a holder reads.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
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
const synthesis = 'Le projet avance.\n- bail signé <b>hier</b>\n- prix vérifié';

test('a report goes from the coach to the holder, to a manager and back, and becomes a paper', async () => {
  let report;
  await withPage(browser, { url: site.url, role: 'candidate', ...phone, js: false }, async (page) => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Écrire votre paragraphe du rapport' }).click();
    report = new URL(page.url()).pathname;
    await page.getByLabel('Votre paragraphe').fill('Huit clients attendent.');
    await page.getByLabel('Clients servis').fill('8');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('Votre paragraphe est enregistré.').waitFor();
  });
  await withPage(browser, { url: site.url, role: 'coach' }, async (page) => {
    await page.goto(report);
    await page.getByText('Huit clients attendent.').first().waitFor();
    await page.getByText('Selon le porteur ou la porteuse : 8').waitFor();
    await page.getByLabel('Synthèse').fill(synthesis);
    await page.getByText(/^Enregistré à/).waitFor(); // by itself, while one types
    await page.reload();
    assert.equal(await page.getByLabel('Synthèse').inputValue(), synthesis);
    await sound(page);
    await page.getByRole('button', { name: 'Soumettre à la personne responsable' }).click();
    await page.getByText('Rapport soumis').waitFor();
  });
  await withPage(browser, { url: site.url, role: 'manager', ...phone }, async (page) => {
    await page.goto('/');
    await page.locator(`a[href="${report}"]`).click();
    await page.getByText('bail signé <b>hier</b>').waitFor();
    await sound(page);
    await page.getByLabel('Ce qui est à revoir').fill('Et la trésorerie ?');
    await page.getByRole('button', { name: 'Retourner pour correction' }).click();
    await page.getByText('Rapport retourné').waitFor();
  });
  await withPage(browser, { url: site.url, role: 'coach', js: false }, async (page) => {
    await page.goto('/');
    await page.locator(`a[href="${report}"]`).first().click();
    await page.getByText('Et la trésorerie ?').first().waitFor();
    await page.getByLabel('Suite proposée au comité').fill('Trésorerie vue : rien ne manque.');
    await page.getByRole('button', { name: 'Soumettre à la personne responsable' }).click();
    await page.getByText('Rapport soumis').waitFor();
  });
  await withPage(browser, { url: site.url, role: 'manager' }, async (page) => {
    await page.goto(report);
    await page.getByRole('button', { name: 'Approuver et émettre' }).click();
    await page.getByText(/RP-\d{4}-\d{4} est émis\s:/).waitFor();
    const address = await page.getByRole('link', { name: /^Ouvrir RP-/ }).getAttribute('href');
    const paper = await page.request.get(site.url + address);
    assert.equal(paper.headers()['content-type'], 'application/pdf');
    const bytes = await paper.body();
    await page.getByText(createHash('sha256').update(bytes).digest('hex')).first().waitFor();
    assert.deepEqual(await (await page.request.get(site.url + address)).body(), bytes);
    await sound(page);
  });
});

test('a holder reads minutes and leaves a remark, which the coach sees', async () => {
  let meeting;
  await withPage(browser, { url: site.url, role: 'candidate', ...phone }, async (page) => {
    await page.goto('/');
    await page.getByRole('link', { name: /^Lire le compte rendu du/ }).first().click();
    await page.getByRole('heading', { name: 'Compte rendu de rencontre' }).waitFor();
    await sound(page);
    meeting = new URL(page.url()).pathname.replace('/compte-rendu', '');
    await page.getByLabel('Votre remarque').fill('La date est celle du jeudi.');
    await page.getByRole('button', { name: 'J’ai lu ce compte rendu' }).click();
    await page.getByText('votre remarque est transmise').waitFor();
    await sound(page);
  });
  await withPage(browser, { url: site.url, role: 'coach', js: false }, async (page) => {
    await page.goto(meeting);
    await page.getByText('La date est celle du jeudi.').waitFor();
    await page.getByText('1 remarque').waitFor();
    assert.equal((await page.request.get(`${site.url}${meeting}/compte-rendu.pdf`)).headers()['content-type'], 'application/pdf');
  });
});
