// Entering by a mailed link: from a phone, by keyboard, and without JavaScript.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { flat, pathOf, press, reach, said, says, tick, write } from './acts.mjs';
import { axe, launch, screenshot, scrollsSideways, withPage } from './harness.mjs';
import { openPost } from './post.mjs';
import { startDemo } from './program.mjs';

let post, site, browser;
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

const sound = async (page, name) => {
  await screenshot(page, name);
  assert.deepEqual(await axe(page), []);
  assert.equal(await scrollsSideways(page), false);
};

for (const [how, options] of Object.entries({ phone: { width: 390, keyboardOnly: true }, 'without-js': { js: false, width: 390 }, wide: { dark: true } })) {
  test(`a newcomer registers with a link and stays where they were going: ${how}`, () =>
    withPage(browser, { url: site.url, ...options }, async (page) => {
      const check = options.js === false ? async () => {} : sound;
      const email = `zoe.${how}@example.test`;
      await page.goto('/candidatures/nouvelle');
      assert.equal(pathOf(page), '/connexion');
      await check(page, `mail-${how}-1-connexion`);
      await reach(page, 'a[href^="/inscription"]');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/inscription?**');
      await check(page, `mail-${how}-2-inscription`);
      await write(page, 'email', 'pas une adresse');
      await press(page, 'Envoyer le lien');
      await says(page, 'Indiquez une adresse e-mail complète');
      await write(page, 'email', email);
      await press(page, 'Envoyer le lien');
      await says(page, 'Regardez vos e-mails');
      await check(page, `mail-${how}-3-envoi`);

      const mail = await post.mail(email);
      assert.match(mail.subject, /Votre_lien|Votre lien/);
      assert.ok(!mail.raw.slice(0, mail.raw.indexOf('\r\n\r\n')).includes('/lien/'), 'no header holds the link');
      const scanner = await fetch(mail.link);
      assert.equal(scanner.status, 200);
      await page.goto(mail.link);
      await says(page, 'Créer votre compte');
      await check(page, `mail-${how}-4-lien`);
      await write(page, 'first_name', 'Zoé');
      await write(page, 'last_name', "D'Hondt");
      await press(page, 'Créer mon compte');
      await page.waitForURL('**/candidatures/nouvelle');
      await says(page, 'Votre compte est créé');

      const again = await page.goto(mail.link);
      assert.equal(again.status(), 404);
      await says(page, 'Recevoir un nouveau lien');
    }, ));
}

test('a forgotten password: a link, then another password', () => withPage(browser, { url: site.url, width: 390, keyboardOnly: true }, async (page) => {
  await page.goto('/connexion/lien');
  await sound(page, 'mail-lien-1');
  await write(page, 'email', 'coach@demo.test');
  await press(page, 'Envoyer le lien');
  await says(page, 'Regardez vos e-mails');
  const mail = await post.mail('coach@demo.test', { wanted: (it) => it.link });
  await page.goto(mail.link);
  await sound(page, 'mail-lien-2');
  await press(page, 'Me connecter');
  await page.goto('/compte');
  assert.equal(await page.locator('[name=current_password]').count(), 0);
  await sound(page, 'mail-compte');
  await write(page, 'new_password', 'une phrase retrouvée');
  await press(page, 'Changer le mot de passe');
  await says(page, 'Votre mot de passe est changé');
  const notice = await post.mail('coach@demo.test', { wanted: (it) => /mot de passe/.test(it.text) && !it.link });
  assert.match(flat(notice.text), /Le mot de passe de votre compte a été changé/);

  await page.goto('/compte/courriels');
  await sound(page, 'mail-preferences');
  await tick(page, '[name=mail_groups][value=messages]');
  await press(page, 'Enregistrer');
  await says(page, "C'est enregistré");
  assert.equal(await page.locator('[name=mail_groups][value=messages]').isChecked(), false);
}));

for (const [how, options] of Object.entries({ wide: {}, phone: { width: 390, dark: true } })) {
  test(`the administrator sees what did not leave: ${how}`, () => withPage(browser, { url: site.url, role: 'admin', ...options }, async (page) => {
    await page.goto('/reglages/courriels');
    assert.match(await said(page), /À vérifier 1/);
    await sound(page, `mail-admin-${how}-unsure`);
    for (const state of ['dead', 'waiting', 'sent']) {
      await page.goto(`/reglages/courriels?etat=${state}`);
      await sound(page, `mail-admin-${how}-${state}`);
    }
  }));
}

test('a letter reads well by day and by night', async () => {
  for (const dark of [false, true]) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme: dark ? 'dark' : 'light' });
    const page = await context.newPage();
    await fetch(`${site.url}/inscription`, { method: 'POST', body: new URLSearchParams({ email: `lettre.${dark}@example.test` }) });
    const mail = await post.mail(`lettre.${dark}@example.test`);
    await page.setContent(mail.html);
    await screenshot(page, `mail-letter-${dark ? 'dark' : 'light'}`);
    assert.deepEqual(await axe(page), []);
    assert.equal(await scrollsSideways(page), false);
    await context.close();
  }
});
