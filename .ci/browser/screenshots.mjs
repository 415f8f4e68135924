// The pictures of the README, of the program as it is: make screenshots.

import { mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch, withPage } from './harness.mjs';
import { startDemo } from './program.mjs';

const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const largest = 300_000; // bytes: a README is read on trains

const pictures = [
  { name: 'aujourdhui', role: 'coach', height: 900, path: '/' },
  { name: 'dossier', role: 'coach', height: 1400, path: '/projets/JI-2025-0001' }, // that of candidate@demo.test
  { name: 'cohorte', role: 'manager', height: 1700, path: '/cohortes/JI-LIEGE-2025-1' },
];

mkdirSync(folder, { recursive: true });
const site = await startDemo();
const browser = await launch();
try {
  for (const { name, role, height, path } of pictures) {
    await withPage(browser, { url: site.url, role, width: 1280, height, reducedMotion: true }, async (page) => {
      const answer = await page.goto(path);
      if (answer.status() !== 200) throw new Error(`${path} answered ${answer.status()}`);
      await page.screenshot({ path: `${folder}${name}.png` });
    });
    const { size } = statSync(`${folder}${name}.png`);
    console.log(`${name}.png ${Math.round(size / 1000)} kB`);
    if (size > largest) throw new Error(`${name}.png is larger than ${largest / 1000} kB`);
  }
} finally {
  await browser.close();
  await site.stop();
}
