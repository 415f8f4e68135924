// A mail server of one's own: it takes every mail and lets a test read it as its reader would.
//
//   const post = await openPost();
//   const site = await startDemo({ settings: post.settings });
//   const mail = await post.mail('zoe@example.test');     // waits for it
//   await page.goto(mail.link);

import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export async function openPost() {
  const mails = [];
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    talk(socket, (mail) => mails.push(mail));
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    settings: { ECLOSION_SMTP: `smtp://127.0.0.1:${server.address().port}`, ECLOSION_MAIL_FROM: 'Couveuse <bonjour@couveuse.test>' },
    // The newest mail to an address of which `wanted` says yes, as soon as there is one.
    async mail(to, { within = 15_000, wanted = () => true } = {}) {
      for (const until = Date.now() + within; ;) {
        const found = mails.findLast((it) => it.to === to && wanted(it));
        if (found) {
          mails.splice(mails.indexOf(found), 1);
          return found;
        }
        if (Date.now() > until) throw new Error(`no mail to ${to}; there are ${mails.map((it) => `${it.to}: ${it.subject}`).join(', ')}`);
        await pause(50);
      }
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function talk(socket, keep) {
  let buffer = '';
  let to = '';
  let inData = false;
  const say = (line) => socket.write(`${line}\r\n`);
  const command = (line) => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'RCPT') to = /<(.*)>/.exec(line)?.[1] ?? '';
    inData = verb === 'DATA';
    if (verb === 'EHLO') socket.write('250-post\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n');
    else if (inData) say('354 go on');
    else say(verb === 'QUIT' ? '221 bye' : '250 ok');
  };
  say('220 post');
  socket.setEncoding('utf8').on('data', (text) => {
    buffer += text;
    for (let end; (end = buffer.indexOf(inData ? '\r\n.\r\n' : '\r\n')) >= 0;) {
      const piece = buffer.slice(0, end);
      buffer = buffer.slice(end + (inData ? 5 : 2));
      if (inData) {
        keep(read(to, piece));
        inData = false;
        say('250 taken');
      } else command(piece);
    }
  });
}

function read(to, raw) {
  const plain = /Content-Type: text\/plain[^]*?\r\n\r\n([^]*?)\r\n--/.exec(raw)?.[1] ?? '';
  const page = /Content-Type: text\/html[^]*?\r\n\r\n([^]*?)\r\n--/.exec(raw)?.[1] ?? '';
  const text = decode(plain);
  return { to, raw, text, html: decode(page), subject: /^Subject: (.*)$/m.exec(raw)?.[1] ?? '', link: /https?:\S+\/lien\/\S+/.exec(text)?.[0] };
}

// Quoted-printable.
function decode(text) {
  const bytes = text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
