// A browser as a person of the couveuse has it, and a witness who notes what a person would complain of.
//
//   const browser = await launch();
//   await withPage(browser, { url, role: 'coach', keyboardOnly: true }, async (page) => {
//     await page.goto('/projets');
//     await tabTo(page, 'Consigner une rencontre');
//     await page.keyboard.press('Enter');
//     assert.deepEqual(await axe(page), []);
//   });
//
// withPage fails when the page logged an error, broke its content security policy, threw, asked for something
// that is not there, or was answered with a 5xx, and when a keyboard-only test took the mouse.

import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const axeFrench = require('axe-core/locales/fr.json');

export const password = 'eclosion-demo';
export const emailOf = (role) => `${role}@demo.test`;

function findBrowser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch { /* not here */ }
    }
  }
  throw new Error(`none of ${names.join(', ')} is in PATH: run .ci/need`);
}

export async function launch() {
  const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--lang=fr-BE'];
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  const browser = await chromium.launch({ executablePath: findBrowser(), args });
  await teachGuard(browser);
  return browser;
}

// Acts that need a mouse, a finger, or a hand inside the page. A keyboard-only page refuses them, so that a
// test cannot reach by accident what a person without a mouse cannot.
const handActs = ['click', 'dblclick', 'tap', 'hover', 'check', 'uncheck', 'setChecked', 'dragTo', 'dragAndDrop',
  'selectOption', 'selectText', 'fill', 'clear', 'focus', 'dispatchEvent', 'setInputFiles'];
const mouseActs = ['move', 'down', 'up', 'click', 'dblclick', 'wheel', 'tap'];
const guarded = new WeakMap(); // page -> note(message)

let taught = false;
async function teachGuard(browser) {
  if (taught) return;
  taught = true;
  const page = await browser.newPage();
  const guard = (target, acts, pageOf) => {
    const kind = Object.getPrototypeOf(target);
    for (const act of acts.filter((name) => typeof kind[name] === 'function')) {
      const free = kind[act];
      kind[act] = function (...args) {
        const note = guarded.get(pageOf(this));
        if (!note) return free.apply(this, args);
        const message = `keyboard only, and the test used ${act}()`;
        note(message);
        throw new Error(message);
      };
    }
  };
  guard(page, handActs, (it) => it);
  guard(page.locator('html'), handActs, (it) => it.page());
  guard(page.mouse, mouseActs, (it) => it._page);
  guard(page.touchscreen, mouseActs, (it) => it._page);
  await page.close();
}

// withPage opens a page of its own (own cookies, own size), signs in as the role when there is one, runs the
// visit, and fails with everything that went wrong on the way. `allow` lists patterns of faults that the visit
// provokes on purpose. Options: url, role, width, height, dark, js, keyboardOnly, reducedMotion, allow.
export async function withPage(browser, options, visit) {
  const { url, role, width = 1280, height = 900, dark = false, js = true, keyboardOnly = false, reducedMotion = false, allow = [] } = options;
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    javaScriptEnabled: js,
    locale: 'fr-BE',
    timezoneId: 'Europe/Brussels',
    serviceWorkers: 'block',
  });
  context.setDefaultTimeout(15_000);
  const faults = [];
  const note = (fault) => { if (!allow.some((pattern) => pattern.test(fault))) faults.push(fault); };
  context.on('page', (page) => watch(page, note));
  try {
    const page = await context.newPage();
    if (keyboardOnly) guarded.set(page, note);
    if (role) await signIn(page, emailOf(role));
    const result = await visit(page);
    if (faults.length > 0) throw new Error(faults.join('\n'));
    return result;
  } catch (fault) {
    const others = faults.filter((text) => !fault.message.includes(text));
    if (others.length > 0) fault.message += `\nand on the way:\n${others.join('\n')}`;
    throw fault;
  } finally {
    await context.close();
  }
}

function watch(page, note) {
  page.on('pageerror', (fault) => note(`the page threw: ${fault.message}`));
  page.on('console', (message) => {
    // The browser also logs every 4xx; those are judged below, where it is known what was asked for.
    if (message.type() === 'error' && !/^Failed to load resource: the server responded/.test(message.text())) {
      note(`the console says: ${message.text()}`);
    }
  });
  page.on('response', (response) => {
    const status = response.status();
    if (status >= 500 || (status >= 400 && !response.request().isNavigationRequest())) {
      note(`${response.request().method()} ${response.url()} answered ${status}`);
    }
  });
}

// plain makes a text comparable with what one types in a test: plain spaces, straight apostrophes.
const plain = (text) => text.replace(/[\s\u00a0\u202f]+/g, ' ').replace(/’/g, "'").trim();

// focused tells what has the focus, by the name that it goes by.
export async function focused(page) {
  const name = await page.evaluate(() => {
    const it = document.activeElement;
    if (!it || it === document.body) return '';
    const spoken = (it.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean)
      .map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    const labels = [...(it.labels ?? [])].map((label) => label.textContent).join(' ');
    const image = it.querySelector('img[alt]')?.getAttribute('alt') ?? '';
    const button = it.matches('input[type=submit], input[type=button], input[type=reset]') ? it.value : '';
    return spoken || it.getAttribute('aria-label') || labels || button
      || (it.matches('input, select, textarea') ? '' : it.textContent) || image || it.getAttribute('title') || '';
  });
  return plain(name);
}

// tabTo presses Tab until what goes by that name (a text that it begins with, or a pattern) has the focus: what
// cannot be reached so cannot be reached without a mouse.
export async function tabTo(page, wanted, { back = false, most = 150 } = {}) {
  const seen = [];
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
    const name = await focused(page);
    if (wanted instanceof RegExp ? wanted.test(name) : name !== '' && name.startsWith(plain(wanted))) return name;
    seen.push(name);
  }
  throw new Error(`Tab never reaches ${wanted}; it went over: ${[...new Set(seen)].join(' | ')}`);
}

// typeInto replaces what stands in the field of that label. It also chooses in a list, by the option's first letters.
export async function typeInto(page, label, text) {
  await tabTo(page, label);
  if (await page.evaluate(() => document.activeElement.matches('input:not([type=date], [type=time]), textarea'))) {
    await page.keyboard.press('Control+A');
  }
  await page.keyboard.type(text);
}

export async function signIn(page, email, secret = password) {
  await page.goto('/connexion');
  for (const [field, text] of [['email', email], ['password', secret]]) {
    await tabToField(page, field);
    await page.keyboard.type(text);
  }
  await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press('Enter')]);
  if (new URL(page.url()).pathname === '/connexion') throw new Error(`${email} could not sign in`);
}

async function tabToField(page, field) {
  const there = () => page.evaluate((name) => document.activeElement?.getAttribute('name') === name, field);
  for (let presses = 0; presses < 40 && !(await there()); presses++) await page.keyboard.press('Tab');
  if (!(await there())) throw new Error(`Tab never reaches the field ${field}`);
}

// axe gives the serious and critical findings, one line each, in French; an empty list is the aim. `within` is a
// part of the page, `rules` are the only ones to ask.
export async function axe(page, { within, rules } = {}) {
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(axeSource);
  const violations = await page.evaluate(async ([locale, scope, only]) => {
    window.axe.configure({ locale });
    const found = await window.axe.run(scope ?? document, { resultTypes: ['violations'], ...(only && { runOnly: only }) });
    return found.violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, at: nodes.map((n) => n.target.join(' ')) }));
  }, [axeFrench, within, rules]);
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, help, at }) => `${id} (${impact}): ${help} : ${at.join(', ')}`);
}

// scrollsSideways tells whether the page is wider than its window: on a phone nothing may be.
export const scrollsSideways = (page) => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

// screenshot keeps a picture of the whole page in the folder ECLOSION_SHOTS, when that is set.
export async function screenshot(page, name) {
  const folder = process.env.ECLOSION_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
