// What people do with their keys on a page, one step above Tab and Enter.

import assert from 'node:assert/strict';
import { focused, tabTo } from './harness.mjs';

// flat makes what stands on a page comparable with what one types in a test.
export const flat = (text) => text.replace(/[\s\u00a0\u202f]+/g, ' ').replace(/’/g, "'").trim();

// said is what the page says, apart from its frame.
export const said = async (page) => flat(await page.locator('main').innerText());

// says asserts that the page says it: a text, or a pattern.
export async function says(page, wanted) {
  const text = await said(page);
  const found = wanted instanceof RegExp ? wanted.test(text) : text.includes(flat(wanted));
  assert.ok(found, `${page.url()} does not say ${wanted}; it says:\n${text.slice(0, 3000)}`);
}

export const pathOf = (page) => new URL(page.url()).pathname;

// reach presses Tab until what the selector names has the focus; for fields whose labels repeat.
export async function reach(page, selector, most = 200) {
  for (let presses = 0; presses < most; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${selector}`);
}

// press goes to a link or a button, uses it, and waits for the page that follows.
export async function press(page, name) {
  await tabTo(page, name);
  await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press('Enter')]);
}

// follow uses the first link whose address matches; for lists where many links have the same words.
export async function follow(page, selector) {
  await reach(page, `a${selector}`);
  await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press('Enter')]);
}

// tick turns a checkbox.
export async function tick(page, selector) {
  await reach(page, selector);
  await page.keyboard.press('Space');
}

// unfold opens what stands behind a summary, unless it is open.
export async function unfold(page, name) {
  await tabTo(page, name);
  const open = await page.evaluate(() => document.activeElement.parentElement.open);
  if (!open) await page.keyboard.press('Enter');
}

// choose takes one of a group of radio buttons: Tab reaches the group, the arrows go through it.
export async function choose(page, field, label) {
  await reach(page, `[name="${field}"]`);
  for (let presses = 0; presses < 30; presses++) {
    if ((await focused(page)).startsWith(flat(label))) {
      await page.keyboard.press('Space');
      return;
    }
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`the arrows never reach ${label} in ${field}`);
}

// pick takes an option of a list, with the arrows.
export async function pick(page, field, label) {
  await reach(page, `select[name="${field}"]`);
  const chosen = async () => flat(await page.evaluate(() => document.activeElement.selectedOptions[0].label));
  for (let presses = 0; presses < 60; presses++) {
    if ((await chosen()).startsWith(flat(label))) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`the arrows never reach ${label} in ${field}`);
}

// A browser's own date field has the order of the browser's language, which no page can know: the first field
// tells, and the next ones are typed so at once.
const orders = [['day', 'month', 'year'], ['month', 'day', 'year'], ['year', 'month', 'day']];

// day types a date, given as 2027-03-14.
export async function day(page, field, iso) {
  await reach(page, `input[name="${field}"]`);
  const [year, month, date] = iso.split('-');
  const typed = () => page.evaluate(() => document.activeElement.value);
  for (const order of [...orders]) {
    await page.keyboard.type(order.map((part) => ({ year, month, day: date })[part]).join(''));
    if (await typed() === iso) {
      orders.splice(orders.indexOf(order), 1);
      orders.unshift(order);
      return;
    }
    for (const _ of order) await page.keyboard.press('ArrowLeft');
  }
  assert.equal(await typed(), iso, `the field ${field} took another date`);
}

// write replaces what stands in a field, by its name.
export async function write(page, field, text) {
  await reach(page, `[name="${field}"]`);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

// pdf is a small file that a dossier takes.
export const pdf = (text) => Buffer.from(`%PDF-1.4\n% ${text}\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n`, 'latin1');

// give adds a file to the piece of that code, from the keyboard, and waits until the page says that it is there.
export async function give(page, piece, file = { name: `${piece}.pdf`, mimeType: 'application/pdf', buffer: pdf(piece) }) {
  // Asked for before the way there: the browser must know that the choice is to be told before the key opens it.
  const asked = page.waitForEvent('filechooser');
  await Promise.all([asked, reach(page, `#f-files-${piece}`).then(() => page.keyboard.press('Space'))]);
  await (await asked).setFiles(file);
  // Without a script the file leaves with the form's own button, which comes next.
  if (!(await page.evaluate(() => document.documentElement.classList.contains('js')))) await press(page, 'Envoyer');
  await page.locator(`[data-held="list-${piece}"] .file-name`, { hasText: file.name }).waitFor();
}

// apply starts an application in the intake that begins with those words, answers every topic, and submits it;
// it gives the reference.
export async function apply(page, { cohort, title }) {
  await page.goto('/candidatures');
  await press(page, 'Nouvelle candidature');
  await choose(page, 'cohort', cohort);
  await press(page, 'Commencer');
  const ref = pathOf(page).split('/').pop();
  await says(page, `Candidature ${ref} commencée`);

  await press(page, 'Identité');
  await day(page, 'birth_on', '1990-03-14');
  await write(page, 'phone', '0470 12 34 56');
  await write(page, 'street', 'rue Haute 1');
  await write(page, 'postcode', '4000');
  await write(page, 'municipality', 'Liège');
  await press(page, 'Enregistrer et continuer');
  await says(page, /Enregistré à \d\d:\d\d\. .* partie 3 sur 10/);
  await choose(page, 'situation', 'Au chômage, avec allocations complètes');
  await day(page, 'jobseeker_since', '2026-01-31');
  await choose(page, 'schooling', 'Supérieur');
  await choose(page, 'forem_registered', 'Oui');
  await press(page, 'Enregistrer et continuer');
  await write(page, 'project_title', title);
  await pick(page, 'sector', 'Mode');
  await write(page, 'project_description', 'Relier et réparer les livres des écoles et des notaires.');
  await write(page, 'motivation', 'Je relie des livres depuis dix ans.');
  await choose(page, 'project_stage', "J'ai fait de premiers essais");
  await press(page, 'Enregistrer et continuer');
  await write(page, 'experience', 'Une formation de relieuse, et un atelier de quartier.');
  await press(page, 'Enregistrer et continuer');
  await choose(page, 'market_tested', 'Non');
  await press(page, 'Enregistrer et continuer');
  await write(page, 'funds_needed', '3 500');
  await press(page, 'Enregistrer et continuer');
  await choose(page, 'discipline', "Métiers d'art");
  await write(page, 'works', 'Trois reliures en plein cuir.');
  await press(page, 'Enregistrer et continuer');
  for (const piece of ['cv', 'portfolio', 'forem']) await give(page, piece);
  await says(page, 'Toutes les pièces demandées sont là.');
  await press(page, 'Continuer');
  await tick(page, '[name=consent]');
  await press(page, 'Enregistrer et continuer');
  await says(page, 'Vérifiez vos réponses');
  await says(page, 'Secteur Mode');
  await press(page, 'Déposer ma candidature');
  await says(page, `Nous avons bien reçu votre candidature. Sa référence est ${ref}.`);
  return ref;
}
