// Papers that bind: drafted, issued, signed and read by the holder on a phone; the register and a file held against it, without JavaScript.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, launch, scrollsSideways, typeInto, withPage } from './harness.mjs';
import { startDemo } from './program.mjs';
import { follow, press, says, unfold, write } from './acts.mjs';

let site, browser, papers;
before(async () => {
  site = await startDemo();
  browser = await launch();
  papers = await withPage(browser, { url: site.url, role: 'manager' }, async (page) => {
    await page.goto('/projets?phase=coaching');
    return `${new URL(await page.locator('tbody a').first().evaluate((a) => a.href)).pathname}/papiers`;
  });
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

const phone = { width: 390, height: 844 };

test('a manager drafts, issues and signs an agreement with the keyboard alone', async () => {
  await withPage(browser, { url: site.url, role: 'manager', keyboardOnly: true }, async (page) => {
    await page.goto(papers);
    await follow(page, '[href*="pour=status"]');
    await says(page, 'Article 3. Activité, facturation et recettes');
    await press(page, 'Émettre ce document');
    await says(page, 'À signer');
    assert.match(new URL(page.url()).pathname, /^\/papiers\/CS-\d{4}-\d{4}$/);
    await unfold(page, 'Enregistrer les signatures');
    await write(page, 'house_name', 'Manon Dethier');
    await press(page, 'Enregistrer les signatures');
    await says(page, 'Ce champ est obligatoire');
    await write(page, 'house_role', 'Responsable');
    await typeInto(page, 'Signé le', '11232026');
    await press(page, 'Enregistrer les signatures');
    await says(page, 'Signé à moitié');
  });
});

test('the holder reads their papers on a phone, without JavaScript', async () => {
  await withPage(browser, { url: site.url, role: 'candidate', js: false, ...phone }, async (page) => {
    await page.goto('/projets');
    if (!/\/projets\/./.test(page.url())) await page.locator('main a[href^="/projets/"]').first().click();
    await page.goto(`${new URL(page.url()).pathname}/papiers`);
    await page.locator('tbody a[href^="/papiers/CS-"]').first().click();
    await says(page, 'signé le 23 novembre 2026');
    assert.equal(await scrollsSideways(page), false);
    const pdf = await page.request.get(await page.locator('a[href$=".pdf"]').first().evaluate((a) => a.href));
    assert.equal(pdf.headers()['content-type'], 'application/pdf');
  });
});

test('the register says whether a file is one of its papers', async () => {
  await withPage(browser, { url: site.url, role: 'manager', js: false, ...phone }, async (page) => {
    await page.goto('/papiers?genre=grant');
    const number = await page.locator('tbody th a').first().innerText();
    const pdf = await (await page.request.get(`${site.url}/papiers/${number}.pdf`)).body();
    assert.equal(await scrollsSideways(page), false);
    await page.goto('/papiers/verifier');
    for (const [buffer, answer] of [[pdf, `C'est bien ${number}`], [Buffer.concat([pdf, Buffer.from(' ')]), "n'est pas un papier émis"]]) {
      await page.locator('input[type=file]').setInputFiles({ name: 'lettre.pdf', mimeType: 'application/pdf', buffer });
      await page.getByRole('button', { name: 'Vérifier', exact: true }).click();
      await says(page, answer);
    }
  });
});

test('the pages of papers are sound', async () => {
  await withPage(browser, { url: site.url, role: 'manager', ...phone }, async (page) => {
    for (const path of [papers, `${papers}/projet?pour=status`, '/papiers', '/papiers/verifier']) {
      await page.goto(path);
      assert.deepEqual(await axe(page), [], path);
      assert.equal(await scrollsSideways(page), false, path);
    }
  });
});
