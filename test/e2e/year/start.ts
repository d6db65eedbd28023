/** The demo with a clock that can be turned: POST /clock with an instant. What a service does now and then is then done at once, and the practices have free times for the weeks that follow. */
import { createServer } from 'node:http';
import { ports } from '../../../demo-site/addresses.ts';
import { openDemo } from '../../../demo-site/demo.ts';
import { seed } from '../../../demo-site/seed.ts';

let ahead = Date.parse(process.env['YEAR_BEGINS']!) - Date.now();
const { house } = await openDemo({ clock: () => new Date(Date.now() + ahead) });

async function turn(to: string): Promise<void> {
  ahead = Date.parse(to) - Date.now();
  await seed(house);
  await house.tokens.sweep();
  await house.care.sweep();
}
createServer((request, answer) => {
  let body = '';
  request.on('data', (part: Buffer) => { body += part.toString(); }).on('end', () => { turn(body).then(() => answer.writeHead(204).end(), (thrown: unknown) => answer.writeHead(500).end(String(thrown))); });
}).listen(ports.service + 40, '127.0.0.1', () => { console.log('Balie is running, with a clock to turn'); });
