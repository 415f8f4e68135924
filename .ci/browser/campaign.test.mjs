// An enterprise is asked what became of it: the holder answers on a phone without JavaScript, by the link of the mail; somebody of the couveuse
// enters by keyboard what the phone told.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { press, says } from './acts.mjs';
import { axe, launch, screenshot, scrollsSideways, withPage } from './harness.mjs';
import { openPost } from './post.mjs';
import { startDemo } from './program.mjs';

let post, site, browser, link;
before(async () => {
  post = await openPost();
  site = await startDemo({ settings: post.settings });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.stop();
  await post?.close();
});

const phone = { width: 390, height: 844 };

test('the link of the mail opens one page, answered on a phone without JavaScript, and lost on no error', async () => {
  const mail = await post.mail('porteur8@exemple.test', { wanted: (it) => /nouvelles/.test(it.subject) });
  link = new URL(/https?:\S+\/nouvelles\/\S+/.exec(mail.text)[0]).pathname;
  assert.match(link, /^\/nouvelles\/[a-z2-7]{26}$/);
  await withPage(browser, { url: site.url, js: false, ...phone, allow: [/422/] }, async (page) => {
    await page.goto(link);
    await page.locator('textarea[name=comment]').fill('Tout va bien, merci.');
    await page.getByRole('button', { name: 'Envoyer ma réponse' }).click();
    await says(page, 'Ce champ est obligatoire');
    assert.equal(await page.locator('textarea[name=comment]').inputValue(), 'Tout va bien, merci.');
    await page.locator('[name=state][value=alive]').check();
    await page.locator('[name=jobs]').fill('1');
    await page.getByRole('button', { name: 'Envoyer ma réponse' }).click();
    await says(page, 'Votre réponse est enregistrée');
    await page.getByRole('link', { name: 'Revoir ma réponse' }).click();
    await says(page, 'Vous pouvez corriger votre réponse');
    assert.equal(await page.locator('[name=jobs]').inputValue(), '1');
    assert.equal(await scrollsSideways(page), false);
  });
  await withPage(browser, { url: site.url, ...phone }, async (page) => { // axe needs a script to run
    await page.goto(link);
    assert.deepEqual(await axe(page), []);
    assert.equal(await page.locator('[name=closed_on]').isVisible(), false);
    await screenshot(page, 'campaign-news-390');
  });
});

test('a manager finds the answer behind its number, and corrects it by keyboard', () =>
  withPage(browser, { url: site.url, role: 'manager', keyboardOnly: true }, async (page) => {
    await page.goto('/suivi');
    assert.deepEqual(await axe(page), []);
    await screenshot(page, 'campaign-desk-1280');
    await page.goto('/suivi/questions?etat=form');
    assert.deepEqual(await axe(page), []);
    await press(page, 'Voir ou corriger');
    await says(page, 'Réponse reçue par le formulaire');
    assert.deepEqual(await axe(page), []);
    await press(page, 'Enregistrer la réponse');
    await says(page, "La réponse de l'entreprise est enregistrée.");
    await page.goto('/suivi/questions?etat=phone');
    assert.ok(await page.locator('tbody tr').count() >= 1);
  }));
