// A holder on a phone takes a slot, moves it and gives it back; two tabs take one slot; a coach publishes and sees; a calendar is read.

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

const phone = { width: 390, height: 844, reducedMotion: true };

async function press(page, name, role = 'button') {
  await page.getByRole(role, { name, exact: true }).first().click();
  await page.waitForLoadState();
}

async function sound(page) {
  assert.deepEqual(await axe(page), []);
  assert.equal(await scrollsSideways(page), false);
}

// events reads a calendar as RFC 5545 has it: lines unfolded, one object an event.
function events(file) {
  assert.match(file, /^BEGIN:VCALENDAR\r\n[\s\S]*END:VCALENDAR\r\n$/);
  const lines = file.replaceAll('\r\n ', '').trimEnd().split('\r\n');
  const list = [];
  for (const line of lines) {
    if (line === 'BEGIN:VEVENT') list.push({});
    else if (list.length > 0) list.at(-1)[line.split(/[:;]/)[0]] = line.slice(line.indexOf(':') + 1);
  }
  return list;
}

for (const js of [true, false]) {
  test(`a holder on a phone books, moves and cancels ${js ? 'with' : 'without'} JavaScript`, () =>
    withPage(browser, { url: site.url, role: 'candidate', js, ...phone }, async (page) => {
      await page.goto('/');
      await press(page, 'Rendez-vous', 'link');
      if (js) await sound(page);
      await page.locator('.slot-link').first().click();
      await page.waitForLoadState();
      await page.getByLabel('De quoi voulez-vous parler').fill('Mon étude de marché');
      await press(page, 'Prendre ce rendez-vous');
      const address = new URL(page.url()).pathname;
      assert.match(address, /^\/rendez-vous\/[a-z2-7]{16}$/);
      assert.match(await page.locator('main').innerText(), /Mon étude de marché/);
      if (js) await sound(page);

      if (js) {
        await page.goto('/rendez-vous');
        await press(page, 'Dans mon agenda', 'link');
        await press(page, 'Créer mon adresse');
        const feed = (await page.locator('code.one-time').innerText()).trim();
        await sound(page);
        const path = new URL(feed).pathname;
        const uid = `rencontre-${address.split('/').at(-1)}@eclosion`;
        const read = async () => {
          const answer = await page.request.get(path);
          assert.equal(answer.status(), 200);
          return events(await answer.text()).find((it) => it.UID === uid);
        };
        const first = await read();
        assert.equal(first.STATUS, 'CONFIRMED');
        await page.goto(address);
        await page.locator('#deplacer .slot-link').last().click();
        await page.waitForLoadState();
        await press(page, 'Déplacer mon rendez-vous');
        const moved = await read();
        assert.notEqual(moved.DTSTART, first.DTSTART);
        assert.equal(moved.SEQUENCE, '1');
      }
      await page.goto(address);
      await page.locator('summary', { hasText: 'Annuler ce rendez-vous' }).click();
      await press(page, 'Annuler le rendez-vous');
      assert.equal(new URL(page.url()).pathname, '/rendez-vous');
      assert.equal(await page.locator(`a[href="${address}"]`).count(), 0);
    }));
}

test('two tabs take one slot: one gets it, the other keeps its text', () =>
  withPage(browser, { url: site.url, role: 'candidate', ...phone, allow: [/422/] }, async (page) => {
    await page.goto('/rendez-vous');
    await page.locator('#a-venir a').first().click(); // one of the two that a holder may have booked
    await page.locator('summary', { hasText: 'Annuler ce rendez-vous' }).click();
    await press(page, 'Annuler le rendez-vous');
    const address = await page.locator('.slot-link').first().getAttribute('href');
    const other = await page.context().newPage();
    await Promise.all([page.goto(address), other.goto(address)]);
    await other.getByLabel('De quoi voulez-vous parler').fill('Mes deux onglets');
    await press(page, 'Prendre ce rendez-vous');
    await press(other, 'Prendre ce rendez-vous');
    assert.match(await other.locator('[role=alert]').innerText(), /n’est plus libre/);
    assert.equal(await other.getByLabel('De quoi voulez-vous parler').inputValue(), 'Mes deux onglets');
    await other.close();
  }));

test('a coach publishes slots, and takes time out without cancelling anything', () =>
  withPage(browser, { url: site.url, role: 'coach', width: 1280, height: 900, reducedMotion: true }, async (page) => {
    await page.goto('/agenda/creneaux');
    await press(page, 'Ajouter une plage', 'link');
    await page.getByLabel('Jour de la semaine').selectOption({ label: 'Samedi' });
    await press(page, 'Enregistrer la plage');
    assert.match(await page.locator('#plages').innerText(), /Samedi, 09:00 à 12:00/);
    await sound(page);
    await page.goto('/agenda/absences');
    await page.getByLabel('Premier jour').fill('2026-12-01');
    await press(page, "Enregistrer l’absence");
    assert.match(await page.locator('#prevues').innerText(), /Nour El Amrani/);
    await page.getByRole('link', { name: /^Déplacer ou annuler/ }).first().click();
    await page.waitForLoadState();
    await sound(page);
    await page.goto('/agenda?semaine=2026-12-01');
    await sound(page);
    assert.match(await page.locator('main').innerText(), /Pendant votre absence/);
  }));
