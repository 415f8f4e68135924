// The real program, on invented data, for one test file.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

// A port that was free a moment ago; start() tries another when someone was faster.
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// startDemo runs `eclosion demo` on a throwaway database (`database` or BROWSER_DATABASE names another, for
// instance a PostgreSQL) and gives { url, output(), stop() } once the program says that it is ready.
export async function startDemo({ today = '2026-11-23', size = 'small', within = 60_000,
  binary = process.env.ECLOSION_BINARY, database = process.env.BROWSER_DATABASE, settings = {} } = {}) {
  if (!binary) throw new Error('ECLOSION_BINARY names no program: use make test-browser or .ci/browser/run');
  const address = `127.0.0.1:${await freePort()}`;
  const args = ['demo', '--size', size, '--today', today, '--addr', address];
  if (database) args.push('--database', database);

  // The program refuses settings that it does not know, and those of the tests are not its own.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ECLOSION_')));
  Object.assign(env, settings);
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let said = '';
  let ended = null;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => { said += text; });
  }
  const gone = new Promise((resolve) => {
    const end = (how) => { ended = how; resolve(); };
    child.once('exit', (code, signal) => end(signal ?? code));
    child.once('error', (fault) => end(fault.message));
  });
  const killed = () => child.kill('SIGKILL');
  process.once('exit', killed);

  const stop = async () => {
    child.kill('SIGTERM');
    await Promise.race([gone, pause(10_000, null, { ref: false })]);
    const obeyed = ended !== null;
    if (!obeyed) child.kill('SIGKILL');
    await gone;
    process.off('exit', killed);
    if (!obeyed) throw new Error(`eclosion did not stop within 10 s of SIGTERM\n${said}`);
  };

  const url = `http://${address}`;
  for (const until = Date.now() + within; ;) {
    if (ended !== null) throw new Error(`${binary} ${args.join(' ')} ended with ${ended}\n${said}`);
    try {
      const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) });
      await answer.arrayBuffer();
      if (answer.status === 200) return { url, output: () => said, stop };
    } catch { /* not listening yet */ }
    if (Date.now() > until) {
      await stop().catch(() => {});
      throw new Error(`eclosion was not ready within ${within / 1000} s\n${said}`);
    }
    await pause(50);
  }
}
