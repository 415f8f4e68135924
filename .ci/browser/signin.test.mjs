// The door of the house, as everyone meets it first.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, launch, screenshot, scrollsSideways, withPage } from './harness.mjs';
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

for (const [name, options] of Object.entries({
  wide: {}, phone: { width: 360 }, dark: { dark: true }, 'dark-phone': { dark: true, width: 360 },
})) {
  test(`the sign-in page is sound: ${name}`, () => withPage(browser, { url: site.url, ...options }, async (page) => {
    await page.goto('/connexion');
    await screenshot(page, `connexion-${name}`);
    assert.deepEqual(await axe(page), []);
    assert.equal(await scrollsSideways(page), false);
  }));
}

for (const js of [true, false]) {
  test(`a wrong password is told, and the address is kept, ${js ? 'with' : 'without'} JavaScript`, () =>
    withPage(browser, { url: site.url, js, keyboardOnly: true }, async (page) => {
      await page.goto('/connexion');
      const field = (name) => page.locator(`[name=${name}]`);
      const reach = async (name) => {
        for (let presses = 0; presses < 20; presses++) {
          if (await field(name).evaluate((it) => it === document.activeElement)) return;
          await page.keyboard.press('Tab');
        }
        assert.fail(`Tab never reaches ${name}`);
      };
      await reach('email');
      await page.keyboard.type('personne@demo.test');
      await reach('password');
      await page.keyboard.type('ce n’est pas le bon');
      const answer = page.waitForResponse((response) => response.request().method() === 'POST');
      await page.keyboard.press('Enter');
      assert.equal((await answer).status(), 422);
      await page.waitForLoadState();
      assert.equal(await field('email').inputValue(), 'personne@demo.test');
      assert.equal(await field('password').inputValue(), '');
      if (js) assert.deepEqual(await axe(page), []);
    }));
}

test('a page that needs an account leads to the door', () => withPage(browser, { url: site.url }, async (page) => {
  await page.goto('/');
  assert.equal(new URL(page.url()).pathname, '/connexion');
}));
