import { launch, withPage } from './harness.mjs';
const browser = await launch();
await withPage(browser, { url: 'http://127.0.0.1:8090', role: 'coach', width: 1280, height: 900 }, async (page) => {
  await page.goto('http://127.0.0.1:8090/projets/JI-2025-0001/plan/sections/2');
  console.log(await page.evaluate(() => { const n = document.querySelector('.nav'); const p = document.querySelector('.prose:nth-of-type(1)'); const all=[...document.querySelectorAll('.prose')].map(e=>e.outerHTML.slice(0,300)); return JSON.stringify({nav:[n.scrollWidth,n.clientWidth], all, ws:[...document.querySelectorAll('.prose')].map(e=>getComputedStyle(e).whiteSpace+' '+e.parentElement.className)}); }));
});
await browser.close();
