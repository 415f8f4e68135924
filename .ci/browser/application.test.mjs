// An application on a phone: in two sittings, with the network gone in between; without JavaScript; with the keyboard
// alone. Nothing that was typed is lost, and the pages are light.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, emailOf, launch, screenshot, scrollsSideways, signIn, withPage } from './harness.mjs';
import { startDemo } from './program.mjs';
import { apply, flat, pathOf, pdf, says } from './acts.mjs';

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
const go = (page, name) => Promise.all([page.waitForEvent('domcontentloaded'), page.getByRole('button', { name }).click()]);

// told waits until the line beside the buttons says it.
const told = (page, words) => page.waitForFunction((wanted) => {
  const line = document.querySelector('.autosave');
  return line && line.innerText.replace(/[\s\u00a0\u202f]+/g, ' ').replace(/’/g, "'").includes(wanted);
}, words);

async function start(page) {
  await page.goto('/candidatures/nouvelle');
  await page.getByLabel(/Job'In Design, Liège/).check();
  await go(page, 'Commencer');
  return pathOf(page).split('/').pop();
}

async function withdraw(page, ref) {
  await page.goto(`/candidatures/${ref}`);
  await page.locator('summary', { hasText: 'Retirer' }).click();
  await go(page, 'Retirer définitivement');
}

// fill types answers into a topic's page: a true ticks, an option of radio buttons is checked, all else is typed.
async function fill(page, answers) {
  for (const [name, value] of Object.entries(answers)) {
    const field = page.locator(`[name="${name}"]:not([type=hidden])`);
    const kind = await field.first().getAttribute('type');
    const tag = await field.first().evaluate((it) => it.tagName);
    if (kind === 'radio' || kind === 'checkbox') await page.locator(`[name="${name}"][value="${value === true ? 'oui' : value}"]`).check();
    else if (tag === 'SELECT') await field.selectOption(value);
    else await field.fill(value);
  }
}

const rest = {
  identite: { birth_on: '1990-03-14', phone: '0470 12 34 56', street: 'rue Haute 1', postcode: '4000', municipality: 'Liège' },
  competences: { experience: 'Une formation de relieuse.' },
  marche: { market_tested: 'oui', market_result: 'Douze personnes : toutes en veulent.' },
  budget: { funds_needed: '3 500' },
  design: { discipline: 'other', discipline_other: 'Reliure', works: 'Trois reliures.' },
  accord: { consent: true, keep_months: '12' },
};

// give adds every piece that is asked for; without a script, a button sends it.
async function give(page, ref, { js = true } = {}) {
  await page.goto(`/candidatures/${ref}/documents`);
  for (const piece of ['cv', 'portfolio', 'forem']) {
    const box = page.locator(`#piece-${piece}`);
    await box.locator('[name=files]').setInputFiles({ name: `${piece}.pdf`, mimeType: 'application/pdf', buffer: pdf(piece) });
    if (!js) await Promise.all([page.waitForEvent('domcontentloaded'), box.locator('form.upload button').click()]);
    await page.locator(`[data-held=list-${piece}] a`, { hasText: `${piece}.pdf` }).waitFor();
  }
}

async function soundness(page) {
  assert.deepEqual(await axe(page), [], page.url());
  assert.equal(await scrollsSideways(page), false, page.url());
}

test('with the keyboard alone, from the list to the reference', () => withPage(browser, { url: site.url, role: 'candidate', ...phone, keyboardOnly: true }, (page) => (
  apply(page, { cohort: "Job'In Design, Liège", title: 'Atelier de reliure' }))));

test('in two sittings, with the network gone in between: nothing is lost', async () => {
  let ref;
  // Faults that the visit provokes: what is sent without a network, and by a page that another device has overtaken.
  const allow = [/ERR_INTERNET_DISCONNECTED/, /brouillon\/projet answered 409/];
  await withPage(browser, { url: site.url, role: 'candidate', ...phone, allow }, async (first) => {
    await first.goto('/candidatures');
    await withdraw(first, flat(await first.locator('.task', { hasText: 'Atelier de reliure' }).innerText()).match(/JID-\d+-\d+/)[0]);
    ref = await start(first);
    await soundness(first);
    const page = (topic) => `/candidatures/${ref}/${topic}`;

    await first.goto(page('situation'));
    assert.equal(await first.getByLabel('Quel CPAS vous aide ?').isVisible(), false);
    await first.getByLabel('Bénéficiaire du CPAS').check();
    await first.getByLabel('Quel CPAS vous aide ?').fill('CPAS de Liège');
    await told(first, 'Enregistré à 09:');
    await soundness(first);
    await screenshot(first, 'application-situation');

    // The network goes while one types, and comes back: what was typed follows by itself.
    await first.goto(page('projet'));
    await first.context().setOffline(true);
    await fill(first, { project_title: 'Atelier de reliure', project_description: 'Relier les livres des écoles. 📚 مرحبا' });
    await told(first, 'Hors ligne : gardé sur cet appareil.');
    await screenshot(first, 'application-offline');
    await first.context().setOffline(false);
    await told(first, 'Enregistré à 09:');

    // It goes again, and the window is closed: the text comes back on this device.
    await first.context().setOffline(true);
    await fill(first, { motivation: 'Je relie des livres depuis dix ans.' });
    await told(first, 'Hors ligne');
    await first.goto('about:blank');
    await first.context().setOffline(false);
    await first.goto(page('projet'));
    assert.equal(await first.locator('[name=motivation]').inputValue(), 'Je relie des livres depuis dix ans.');
    for (let tries = 0; !(await (await first.request.get(page('projet'))).text()).includes('depuis dix ans'); tries++) {
      assert.ok(tries < 50, 'the text of this device never reaches the server');
      await first.waitForTimeout(100);
    }

    // What cannot be read yet stays in its field, is told, and stores nothing.
    await first.goto(page('budget'));
    await fill(first, { funds_needed: 'beaucoup', household: '3' });
    await told(first, '1 réponse est à revoir');
    await soundness(first);
    await first.reload();
    assert.equal(await first.locator('[name=funds_needed]').inputValue(), 'beaucoup');
    assert.equal(await first.locator('[name=household]').inputValue(), '3');

    // The session ends: it is said, and after signing in again the text is there.
    await first.goto(page('projet'));
    await first.context().clearCookies();
    await fill(first, { motivation: 'Je relie des livres depuis onze ans.' });
    await told(first, 'Votre session est terminée.');
    await Promise.all([first.waitForEvent('domcontentloaded'), first.getByRole('link', { name: 'Se connecter pour les reprendre' }).click()]);
    await first.locator('[name=email]').fill(emailOf('candidate'));
    await first.locator('[name=password]').fill('eclosion-demo');
    await Promise.all([first.waitForEvent('domcontentloaded'), first.locator('main form button[type=submit]').first().click()]);
    assert.equal(pathOf(first), page('projet'));
    assert.equal(await first.locator('[name=motivation]').inputValue(), 'Je relie des livres depuis onze ans.');
    await told(first, 'Enregistré à 09:');

    // The second sitting, on another device, finds everything.
    await withPage(browser, { url: site.url, role: 'candidate', ...phone }, async (second) => {
      await second.goto(page('situation'));
      assert.equal(await second.getByLabel('Quel CPAS vous aide ?').inputValue(), 'CPAS de Liège');
      await fill(second, { situation: 'full_benefits', jobseeker_since: '2026-01-31', schooling: 'tertiary', forem_registered: 'oui' });
      assert.equal(await second.getByLabel('Quel CPAS vous aide ?').isVisible(), false);
      await go(second, 'Enregistrer et continuer');
      assert.equal(await second.locator('[name=project_title]').inputValue(), 'Atelier de reliure');
      assert.equal(await second.locator('[name=project_description]').inputValue(), 'Relier les livres des écoles. 📚 مرحبا');
      await fill(second, { sector: 'Mode', project_stage: 'trial', motivation: 'Je relie des livres depuis douze ans.' });
      await go(second, 'Enregistrer et continuer');

      // The first device still shows the older text: it is told, and compares.
      await fill(first, { motivation: 'Je relie des livres depuis treize ans.' });
      await told(first, "Un autre appareil ou une autre fenêtre a enregistré d'autres réponses");
      await go(first, 'Enregistrer et continuer');
      await says(first, 'Je relie des livres depuis douze ans.');
      assert.equal(await first.locator('[name=motivation]').inputValue(), 'Je relie des livres depuis treize ans.');
      await soundness(first);
      await screenshot(first, 'application-conflict');
      await go(first, 'Enregistrer et continuer');

      for (const [topic, answers] of Object.entries(rest)) {
        await second.goto(page(topic));
        await fill(second, answers);
        await soundness(second);
        await go(second, 'Enregistrer et continuer');
      }
      await give(second, ref);
      await second.goto(page('verifier'));
      await says(second, 'Vérifiez vos réponses');
      await says(second, 'Je relie des livres depuis treize ans.');
      await soundness(second);
      await go(second, 'Déposer ma candidature');
      await says(second, `Sa référence est ${ref}.`);
      await soundness(second);
      await withdraw(second, ref);
    });
  });
});

test('without JavaScript: conditions stand in words, and the server applies them', () => withPage(browser, { url: site.url, role: 'candidate', ...phone, js: false }, async (page) => {
  const ref = await start(page);
  await page.goto(`/candidatures/${ref}/situation`);
  await says(page, 'Seulement si vous avez répondu « Bénéficiaire du CPAS »');
  await fill(page, { situation: 'on_notice', cpas_name: 'CPAS de Liège', schooling: 'tertiary', forem_registered: 'non', notice_ends_on: '2027-01-31' });
  await go(page, 'Enregistrer et continuer');
  await fill(page, { project_title: 'Atelier', sector: 'Mode', project_description: 'mot '.repeat(5000), motivation: 'Depuis dix ans.', project_stage: 'idea' });
  await go(page, 'Enregistrer et continuer');
  await says(page, "votre texte a 19 999 caractères (5 000 mots). Écrivez au plus 4 000 caractères.");
  assert.equal((await page.locator('[name=project_description]').inputValue()).length, 20000);
  await fill(page, { project_description: 'Relier.' });
  await go(page, 'Enregistrer et continuer');
  for (const [topic, answers] of Object.entries(rest)) {
    await page.goto(`/candidatures/${ref}/${topic}`);
    await fill(page, answers);
    await go(page, 'Enregistrer et continuer');
  }
  await give(page, ref, { js: false });
  await page.goto(`/candidatures/${ref}/verifier`);
  await says(page, 'Quand votre préavis se termine-t-il ? 31 janvier 2027');
  assert.ok(!(await page.locator('main').innerText()).includes('CPAS de Liège'), 'a question that was not asked is handed in');
  await go(page, 'Déposer ma candidature');
  await says(page, `Sa référence est ${ref}.`);
  await withdraw(page, ref);
}));

test('a page of the form weighs at most 60 KB the first time, and 15 KB after', async () => {
  const weigh = async (page, address) => {
    const link = await page.context().newCDPSession(page);
    await link.send('Network.enable');
    let bytes = 0;
    link.on('Network.loadingFinished', (it) => { bytes += it.encodedDataLength; });
    const answer = await page.goto(address, { waitUntil: 'networkidle' });
    assert.equal(answer.status(), 200, address);
    assert.equal(pathOf(page), address.split('?')[0]);
    await link.detach();
    return bytes;
  };
  await withPage(browser, { url: site.url, ...phone }, async (page) => {
    await signIn(page, emailOf('candidate'));
    const ref = await start(page);
    const cookies = await page.context().cookies();
    for (const path of ['', '/identite', '/situation', '/projet', '/design', '/verifier']) {
      await withPage(browser, { url: site.url, ...phone }, async (fresh) => {
        await fresh.context().addCookies(cookies);
        const first = await weigh(fresh, `/candidatures/${ref}${path}`);
        const next = await weigh(fresh, `/candidatures/${ref}${path}?encore`);
        assert.ok(first > 5_000 && first < 60_000, `${path}: ${first} bytes the first time`);
        assert.ok(next > 500 && next < 15_000, `${path}: ${next} bytes the next time`);
      });
    }
  });
});
