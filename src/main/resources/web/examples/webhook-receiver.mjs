// node webhook-receiver.mjs — verifies and prints webhooks (Standard Webhooks 1.0). WEBHOOK_SECRET is the one that
// POST /api/v1/webhooks/secret returned; PORT is 3000 by default. A private receiver must be allowed by the service:
// PRESSROOM_WEBHOOKS_ALLOW_PRIVATE, which is on in development.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const key = Buffer.from(process.env.WEBHOOK_SECRET.replace(/^whsec_/, ''), 'base64');
const FIVE_MINUTES = 300;

function isSigned(headers, body) {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= FIVE_MINUTES)) return false;
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  return String(headers['webhook-signature']).split(' ').some((signature) => {
    const [version, value] = signature.split(',');
    const given = Buffer.from(value ?? '', 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

const seen = new Set(); // a delivery can arrive more than once: keep its id as long as the data that it changes

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (!isSigned(request.headers, body)) return response.writeHead(401).end();
  response.writeHead(204).end(); // answer first: after 15 seconds the delivery counts as failed
  if (seen.has(request.headers['webhook-id'])) return undefined;
  seen.add(request.headers['webhook-id']);
  const { type, data } = JSON.parse(body);
  console.log(type, data.jobId);
});
server.listen(process.env.PORT ?? 3000, () => console.log(`listening on ${server.address().port}`));
