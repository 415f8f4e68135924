import { launch, withPage } from './harness.mjs';
const url = 'http://127.0.0.1:8090';
const out = '/tmp/w/scratch-lead/shots/';
const jobs = JSON.parse(process.env.JOBS);
const browser = await launch();
try {
  for (const { role, list, width = 1280, dark = false } of jobs) {
    await withPage(browser, { url, role, width, height: 900, dark, colorScheme: dark ? 'dark' : 'light', reducedMotion: true }, async (page) => {
      for (const [name, path] of list) {
        const a = await page.goto(url + path);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        console.log(role, width, path, a.status(), over > 0 ? 'OVERFLOW ' + over : '');
        await page.screenshot({ path: out + name + '-' + role + '-' + width + (dark ? 'd' : '') + '.png', fullPage: true });
      }
    }).catch((e) => console.log('ERR', e.message.slice(0, 300)));
  }
} finally { await browser.close(); }
