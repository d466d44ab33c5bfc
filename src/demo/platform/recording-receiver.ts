import { createServer, type IncomingMessage } from 'node:http';
import { asObject, type JsonObject, parseJson } from '../basics/json.js';

export interface ReceivedPost {
  readonly rawBody: Buffer;
  readonly signature: string | undefined;
  readonly body: JsonObject;
}

export interface RecordingReceiver {
  readonly url: string;
  readonly posts: readonly ReceivedPost[];
  /** Everything received, taken out of its envelopes, in order of arrival. */
  items(): readonly JsonObject[];
  /** What to answer to the next POSTs; afterwards 200. */
  answerNext(statuses: readonly number[]): void;
  close(): Promise<void>;
}

/** Stands where Schakel stands: shakes hands, writes down each POST and answers what it is told to answer. */
export async function startRecordingReceiver(verifyToken: string): Promise<RecordingReceiver> {
  const posts: ReceivedPost[] = [];
  let statuses: number[] = [];
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
      const isRight = query.get('hub.verify_token') === verifyToken;
      response.writeHead(isRight ? 200 : 403, { 'content-type': 'text/plain' });
      response.end(isRight ? query.get('hub.challenge') : '');
      return;
    }
    void readBody(request).then((rawBody) => {
      const signature = request.headers['x-hub-signature-256'];
      posts.push({
        rawBody,
        signature: typeof signature === 'string' ? signature : undefined,
        body: asObject(parseJson(rawBody.toString('utf8'))) ?? {},
      });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}/webhooks/meta`,
    posts,
    items: () => posts.flatMap((post) => itemsOf(post.body)),
    answerNext: (next) => {
      statuses = [...next];
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(Buffer.from(chunk as Uint8Array)); // a request without an encoding yields buffers only
  }
  return Buffer.concat(chunks);
}

function listIn(value: JsonObject, name: string): readonly JsonObject[] {
  const list = value[name];
  return Array.isArray(list) ? list.map((row: unknown) => asObject(row) ?? {}) : [];
}

/** An update of Telegram has no envelope. */
function itemsOf(body: JsonObject): readonly JsonObject[] {
  if (body['update_id'] !== undefined) {
    return [body];
  }
  return listIn(body, 'entry').flatMap((entry) => [...listIn(entry, 'messaging'), ...listIn(entry, 'changes')]);
}
