// The business plan on a phone: what a holder writes survives a session that ended, a coach remarks and asks again,
// two versions are compared, figures recalculate while one types and travel as a workbook.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, launch, scrollsSideways, withPage } from './harness.mjs';
import { startDemo } from './program.mjs';
import { says } from './acts.mjs';

let site, browser, plan;
before(async () => {
  site = await startDemo();
  browser = await launch();
  plan = await withPage(browser, { url: site.url, role: 'candidate' }, async (page) => {
    await page.goto('/projets');
    const ref = await page.evaluate(() => [...document.querySelectorAll('a[href^="/projets/"]')].map((a) => a.getAttribute('href')).find((href) => /^\/projets\/[A-Z]+-\d+-\d+$/.test(href)) ?? location.pathname);
    return `${ref}/plan`;
  });
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

const phone = { width: 390, height: 844 };

test('a text is kept while one types, and survives a session that ended', async () => {
  await withPage(browser, { url: site.url, role: 'candidate', ...phone }, async (page) => {
    await page.goto(`${plan}/sections/4`);
    await page.fill('[name=body]', '## Mon modèle\n\nUne ligne.');
    await page.waitForFunction(() => /Enregistré à/.test(document.querySelector('[data-saved]').textContent));
    const cookies = await page.context().cookies();
    await page.context().clearCookies();
    await page.fill('[name=body]', '## Mon modèle\n\nUne ligne. Et une autre, sans session.');
    await page.waitForFunction(() => /session est terminée/.test(document.querySelector('[data-trouble]').textContent));
    await page.context().addCookies(cookies);
    await page.goto(`${plan}/sections/4`);
    assert.match(await page.inputValue('[name=body]'), /sans session/);
    await page.getByRole('button', { name: 'Soumettre' }).click();
    await says(page, 'La version 1 est soumise');
    assert.equal(await scrollsSideways(page), false);
    assert.deepEqual(await axe(page), []);
  });
});

test('a coach remarks and asks again; the holder reads it, without JavaScript too', async () => {
  await withPage(browser, { url: site.url, role: 'coach' }, async (page) => {
    await page.goto(`${plan}/sections/4`);
    await page.getByLabel('Nouvelle remarque ou question').fill('Qui paie, et quand ?');
    await page.getByRole('button', { name: 'Envoyer' }).click();
    await page.locator('#redemander summary').click();
    await page.fill('#redemander [name=reason]', 'Ajoutez le prix.');
    await page.getByRole('button', { name: 'Redemander' }).click();
    await says(page, 'Cette partie est à revoir');
    assert.deepEqual(await axe(page), []);
  });
  await withPage(browser, { url: site.url, role: 'candidate', js: false, ...phone }, async (page) => {
    await page.goto(`${plan}/sections/4`);
    await says(page, 'Ajoutez le prix.');
    await says(page, 'Qui paie, et quand ?');
    await page.fill('[name=body]', '## Mon modèle\n\nUne ligne. Le prix est de 25 euros.');
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await page.locator('#versions').getByRole('button', { name: 'Comparer' }).click();
    assert.match(await page.locator('del').last().textContent(), /session|autre/);
    assert.match(await page.locator('ins').last().textContent(), /25 euros|prix/);
    assert.equal(await scrollsSideways(page), false);
  });
});

test('figures recalculate while one types, and a workbook comes down', async () => {
  await withPage(browser, { url: site.url, role: 'candidate', ...phone }, async (page) => {
    await page.goto(`${plan}/finances`);
    const before = await page.locator('#calcul .figure-value').first().textContent();
    await page.fill('[name=sale-1-price]', '125');
    await page.waitForFunction((old) => document.querySelector('#calcul .figure-value').textContent !== old, before);
    await page.fill('[name=sale-1-price]', 'cher');
    await page.getByRole('button', { name: 'Enregistrer et recalculer' }).click();
    await says(page, 'Ventes, prix par unité (€), ligne 1');
    assert.equal(await page.inputValue('[name=sale-1-price]'), 'cher');
    await page.fill('[name=sale-1-price]', '1.125,50');
    await page.getByRole('button', { name: 'Enregistrer et recalculer' }).click();
    await says(page, 'Enregistré à');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Télécharger (Excel)' }).click()]);
    assert.match(file.suggestedFilename(), /-finances\.xlsx$/);
    await page.locator('#import summary').click();
    await page.setInputFiles('[name=classeur]', await file.path());
    await page.getByRole('button', { name: 'Lire le classeur' }).click();
    await says(page, 'les mêmes chiffres que cette page');
    assert.equal(await scrollsSideways(page), false);
    assert.deepEqual(await axe(page), []);
  });
});
