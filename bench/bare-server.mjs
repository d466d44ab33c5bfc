// What Schakel is measured against: express with the same check of the same signature over the raw body, and nothing else.
import { createHmac, timingSafeEqual } from 'node:crypto';
import express from 'express';

const [port, secret] = process.argv.slice(2);
const SIGNATURE = /^sha256=([0-9a-f]{64})$/;

function isSigned(body, header) {
  const signature = SIGNATURE.exec(header ?? '')?.[1];
  const expected = createHmac('sha256', secret).update(body).digest();
  return signature !== undefined && timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}

const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.post('/webhooks/meta', (request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    response.statusCode = isSigned(Buffer.concat(chunks), request.headers['x-hub-signature-256']) ? 200 : 401;
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    response.end('ok');
  });
});
app.listen(Number(port), '127.0.0.1', () => process.send('listening'));
process.on('disconnect', () => process.exit());
