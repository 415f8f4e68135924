// The witness is tried before it is believed: each kind of fault, on a page made for it, must be reported.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { axe, focused, launch, scrollsSideways, signIn, tabTo, typeInto, withPage } from './harness.mjs';
import { startDemo } from './program.mjs';

const page = (body, head = '') => `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">${head}</head>
<body><main><h1>Essai</h1>${body}</main></body></html>`;

const form = `<form method="post" action="/connexion">
<label>Adresse électronique <input name="email" type="email"></label>
<label>Mot de passe <input name="password" type="password"></label><button>Se connecter</button></form>`;

const pages = {
  '/sain': page('<p>Tout va bien.</p><button type="button">J’ai lu</button>'),
  '/axe': page('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">'),
  '/pale': page('<p style="color:#ccc;background:#fff">Illisible</p>'),
  '/console': page('<script>console.error("aïe")</script>'),
  '/jet': page('<script>throw new Error("aïe")</script>'),
  '/politique': page('<script>1</script>'),
  '/manque': page('<img alt="" src="/absent.png">'),
  '/large': page('<div style="width:2000px">x</div>'),
  '/formulaire': page(`<form><label>Nom <input value="ancien"></label>
    <label>Site <select><option>Liège</option><option>Mons</option></select></label></form><div onclick="">Pas atteignable</div>`),
  '/connexion': page(form),
  '/': page('<p>Bienvenue.</p>'),
};

let server, browser, url;

before(async () => {
  server = createServer((request, response) => {
    if (request.method === 'POST') {
      let body = '';
      request.on('data', (chunk) => { body += chunk; }).on('end', () => {
        const known = new URLSearchParams(body).get('password') === 'eclosion-demo';
        response.writeHead(known ? 303 : 422, { 'content-type': 'text/html', ...(known && { location: '/' }) });
        response.end(known ? '' : pages['/connexion']);
      });
      return;
    }
    const path = new URL(request.url, 'http://x').pathname;
    const status = path === '/panne' ? 500 : pages[path] ? 200 : 404;
    const policy = path === '/politique' && { 'content-security-policy': "default-src 'self'; img-src data:" };
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...policy });
    response.end(pages[path] ?? page('<p>Rien ici.</p>'));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${server.address().port}`;
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

const visit = (path, options = {}, act = () => {}) =>
  withPage(browser, { url, ...options }, async (it) => { await it.goto(path); return act(it); });

test('a sound page passes, light, dark and narrow', async () => {
  for (const options of [{}, { dark: true }, { width: 360 }]) {
    await visit('/sain', options, async (it) => {
      assert.deepEqual(await axe(it), []);
      assert.equal(await scrollsSideways(it), false);
    });
  }
});

test('a refused form and a page that is not there are no faults in themselves', () => visit('/rien'));

test('axe reports a picture without words and pale ink, in French', async () => {
  const [picture] = await visit('/axe', {}, axe);
  assert.match(picture, /^image-alt \(critical\): .*alternative textuelle/);
  const [ink] = await visit('/pale', {}, axe);
  assert.match(ink, /^color-contrast \(serious\)/);
});

for (const [path, fault] of Object.entries({
  '/console': /the console says: aïe/,
  '/jet': /the page threw: aïe/,
  '/politique': /Content Security Policy/,
  '/manque': /absent\.png answered 404/,
  '/panne': /answered 500/,
})) {
  test(`the witness reports ${path}`, () => assert.rejects(visit(path, {}, (it) => it.waitForTimeout(100)), fault));
}

test('a fault that a visit provokes on purpose may be allowed', () => visit('/panne', { allow: [/panne answered 500/] }));

test('a fault on the way is told even when the visit fails for another reason', () =>
  assert.rejects(visit('/console', {}, () => { throw new Error('autre'); }), /autre[^]*aïe/));

test('keyboard only: the hand is refused, the keys are not', async () => {
  const acts = {
    'locator.click': (it) => it.locator('button').click(),
    'locator.fill': (it) => it.getByLabel('Nom').fill('x'),
    'page.click': (it) => it.click('button'),
    'mouse.click': (it) => it.mouse.click(1, 1),
  };
  for (const [name, act] of Object.entries(acts)) {
    await assert.rejects(visit('/sain', { keyboardOnly: true }, act), /keyboard only/, name);
    await assert.rejects(visit('/sain', { keyboardOnly: true }, (it) => Promise.resolve(act(it)).catch(() => {})), /keyboard only/, `${name}, caught`);
  }
  await visit('/sain', {}, (it) => it.locator('button').click());
  await visit('/sain', { keyboardOnly: true }, async (it) => { await tabTo(it, "J'ai lu"); });
});

test('tabTo finds what Tab reaches, and nothing else', () => visit('/formulaire', { keyboardOnly: true }, async (it) => {
  await typeInto(it, 'Nom', 'nouveau');
  assert.equal(await it.locator('input').inputValue(), 'nouveau');
  await typeInto(it, 'Site', 'Mons');
  assert.equal(await it.locator('select').inputValue(), 'Mons');
  assert.match(await focused(it), /^Site/);
  await assert.rejects(tabTo(it, 'Pas atteignable', { most: 6 }), /Tab never reaches Pas atteignable/);
}));

test('sign-in works by keyboard, with and without JavaScript, and says when it fails', async () => {
  for (const js of [true, false]) {
    await withPage(browser, { url, role: 'coach', js, keyboardOnly: true }, (it) => assert.equal(new URL(it.url()).pathname, '/'));
  }
  await assert.rejects(withPage(browser, { url }, (it) => signIn(it, 'coach@demo.test', 'faux')), /could not sign in/);
});

test('a wide page is seen to scroll sideways', async () => assert.equal(await visit('/large', { width: 360 }, scrollsSideways), true));

test('a program that does not start is told with its last words', () =>
  assert.rejects(startDemo({ binary: process.execPath }), /demo --size small.* ended with 1\n[^]*Cannot find module/));
