// A visitor on a phone, with and without JavaScript: from a programme to a place at an information session, and back.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
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

const phone = { width: 390, height: 844 };

// event reads an .ics as RFC 5545 has it: lines unfolded, one event.
function event(file) {
  assert.match(file, /^BEGIN:VCALENDAR\r\n[\s\S]*END:VCALENDAR\r\n$/);
  const lines = file.replaceAll('\r\n ', '').trimEnd().split('\r\n');
  assert.equal(lines.filter((line) => line === 'BEGIN:VEVENT').length, 1);
  return Object.fromEntries(lines.map((line) => [line.split(/[:;]/)[0], line.slice(line.indexOf(':') + 1)]));
}

// calendarOf decodes the .ics that a mail carries.
function calendarOf(mail) {
  const at = mail.raw.indexOf('text/calendar');
  assert.ok(at > 0, 'the mail carries no calendar entry');
  const begin = mail.raw.lastIndexOf('\r\n--', at);
  const body = mail.raw.indexOf('\r\n\r\n', at) + 4;
  const text = mail.raw.slice(body, mail.raw.indexOf('\r\n--', body));
  if (/transfer-encoding:\s*base64/i.test(mail.raw.slice(begin, body))) return Buffer.from(text, 'base64').toString('utf8');
  const bytes = text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

for (const js of [true, false]) {
  test(`from a programme to a place and back, on a phone ${js ? 'with' : 'without'} JavaScript`, () =>
    withPage(browser, { url: site.url, js, ...phone, reducedMotion: true }, async (page) => {
      const press = async (name, role = 'link') => {
        await page.getByRole(role, { name, exact: true }).first().click();
        await page.waitForLoadState();
      };
      await page.goto('/connexion');
      await press('Découvrir les programmes');
      await press("Job'In");
      await press('Suis-je dans les conditions ?', 'link');
      if (new URL(page.url()).pathname === '/conditions') await press("Job'In");
      for (const [name, value] of Object.entries({ check_adult: 'oui', check_residence: 'wallonia', check_seeker: 'oui', check_income: 'cpas', check_number: 'none', check_stage: 'idea' })) {
        await page.locator(`[name=${name}][value=${value}]`).check();
      }
      await press('Voir ma réponse', 'button');
      assert.equal(await page.locator('h1').innerText(), 'Oui, avec une démarche');
      assert.match(await page.locator('main').innerText(), /L’accord de votre CPAS/);
      assert.equal(new URL(page.url()).search, '');
      assert.deepEqual(await page.context().cookies(), []);

      await press('Venir à une séance d’information');
      await page.locator('.visit-session', { hasText: 'Namur' }).getByRole('link').click();
      await page.waitForLoadState();
      const address = `visite-${js}@demo.test`;
      await press('M’inscrire', 'button');
      assert.match(await page.locator('.error-summary').innerText(), /Prénom/);
      await page.locator('[name=first_name]').fill('Zoë');
      await page.locator('[name=last_name]').fill("D'Hondt");
      await page.locator('[name=email]').fill(address);
      await press('M’inscrire', 'button');
      assert.equal(await page.locator('h1').innerText(), 'Merci, c’est noté');
      assert.doesNotMatch(await page.locator('main').innerText(), /demo\.test/);

      const wait = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Ajouter à mon agenda' }).click();
      const open = event(readFileSync(await (await wait).path(), 'utf8'));
      assert.equal(open.DTSTART, '20261204T130000Z');
      assert.equal(open.DTEND, '20261204T143000Z');
      assert.equal(open.STATUS, 'CONFIRMED');

      const mail = await post.mail(address);
      const kept = event(calendarOf(mail));
      assert.equal(kept.UID, open.UID);
      const link = mail.text.match(/http:\/\/\S+\/inscriptions\/\w+/)[0];
      await page.goto(link);
      await page.goto(link); // twice: looking changes nothing
      assert.equal(await page.locator('h1').innerText(), 'Votre place est réservée');
      await press('Annuler mon inscription', 'button');
      assert.equal(await page.locator('h1').innerText(), 'Votre inscription est annulée');
      const struck = event(calendarOf(await post.mail(address)));
      assert.equal(struck.UID, open.UID);
      assert.equal(struck.METHOD, 'CANCEL');
      assert.ok(Number(struck.SEQUENCE) > Number(kept.SEQUENCE));
    }));
}

test('every page for visitors is sound', () => withPage(browser, { url: site.url, reducedMotion: true }, async (page) => {
  await page.goto('/seances');
  const [full, free] = await page.$$eval('.visit-session a', (all) => all.map((a) => a.getAttribute('href')));
  const faults = [];
  for (const path of ['/programmes', '/programmes/JI', '/conditions', '/programmes/JI/conditions', '/seances', '/seances?site=NIVELLES', full, free, `${free}/merci`]) {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(path);
    assert.equal(await page.locator('h1').count(), 1, path);
    assert.ok((await page.title()).length > 10, path);
    if (await scrollsSideways(page)) faults.push(`${path} scrolls sideways`);
    await page.setViewportSize(phone);
    if (await scrollsSideways(page)) faults.push(`${path} scrolls sideways on a phone`);
    faults.push(...(await axe(page)).map((finding) => `${path}: ${finding}`));
    await screenshot(page, `public${path.replaceAll(/[^\w-]+/g, '_')}`);
    await page.emulateMedia({ colorScheme: 'dark' });
    faults.push(...(await axe(page, { rules: ['color-contrast'] })).map((finding) => `${path} (dark): ${finding}`));
    await page.emulateMedia({ colorScheme: 'light' });
  }
  assert.deepEqual(faults, []);
}));

test('a coach ticks who came, by keyboard', () => withPage(browser, { url: site.url, role: 'coach', keyboardOnly: true }, async (page) => {
  await page.goto('/seances/gerer?passees=1');
  const href = await page.locator('tbody a').first().getAttribute('href');
  await page.goto(href);
  const box = page.locator('[name=venu]').first();
  const was = await box.isChecked();
  const reach = async (target) => {
    for (let presses = 0; presses < 80; presses++) {
      if (await target.evaluate((it) => it === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    assert.fail('Tab never reaches it');
  };
  await reach(box);
  await page.keyboard.press('Space');
  await reach(page.getByRole('button', { name: 'Enregistrer les présences' }));
  await Promise.all([page.waitForResponse((r) => r.request().method() === 'POST'), page.keyboard.press('Enter')]);
  await page.waitForLoadState();
  assert.match(await page.locator('[data-notice]').innerText(), /Présences enregistrées/);
  assert.equal(await page.locator('[name=venu]').first().isChecked(), !was);
}));
