import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { createServer, request, Server as HttpServer } from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Its servers listen on all addresses unless told otherwise, and nobody outside may reach them. */
function listenOnLoopback() {
  const { listen } = net.Server.prototype;
  net.Server.prototype.listen = function listenHere(...args) {
    const [first, second] = args;
    if (typeof first === 'number' && typeof second !== 'string') {
      return listen.call(this, first, '127.0.0.1', ...args.slice(1));
    }
    if (typeof first === 'object' && first !== null && first.port !== undefined && first.host === undefined) {
      return listen.call(this, { ...first, host: '127.0.0.1' }, ...args.slice(1));
    }
    return listen.apply(this, args);
  };
}

/** A real PDS with its PLC directory, and what people do there. */
export async function startServer(folder) {
  listenOnLoopback();
  const resolved = createRequire(join(folder, 'package.json')).resolve('@atproto/dev-env');
  const { TestNetworkNoAppView } = await import(pathToFileURL(resolved).href);
  const network = await TestNetworkNoAppView.create({ dbPostgresSchema: 'schakel', pds: { hostname: 'localhost' } });
  const url = network.pds.url.replace('localhost', '127.0.0.1');

  const call = async (name, { token, input, query } = {}) => {
    const search = query === undefined ? '' : `?${new URLSearchParams(query)}`;
    const response = await fetch(`${url}/xrpc/${name}${search}`, {
      method: input === undefined ? 'GET' : 'POST',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(input === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(input === undefined ? {} : { body: JSON.stringify(input) }),
    });
    const body = await response.json();
    if (!response.ok) {
      throw new Error(`${name}: ${response.status} ${JSON.stringify(body)}`);
    }
    return body;
  };

  const account = async (name) => {
    const input = { handle: `${name}.test`, email: `${name}@schakel.test`, password: `password-of-${name}` };
    const { did, accessJwt: token } = await call('com.atproto.server.createAccount', { input });
    const repo = did;
    const collection = 'app.bsky.feed.post';
    return {
      did,
      handle: input.handle,
      appPassword: async () =>
        (await call('com.atproto.server.createAppPassword', { token, input: { name: `schakel ${Date.now()}` } }))
          .password,
      post: (text, reply) => {
        const record = { $type: collection, text, createdAt: new Date().toISOString(), ...(reply ? { reply } : {}) };
        return call('com.atproto.repo.createRecord', { token, input: { repo, collection, record } });
      },
      remove: (uri) =>
        call('com.atproto.repo.deleteRecord', { token, input: { repo, collection, rkey: uri.split('/').at(-1) } }),
      posts: async () =>
        (await call('com.atproto.repo.listRecords', { query: { repo, collection, limit: 100 } })).records,
    };
  };

  return { url, account, expired: (token) => expired(network, token), close: () => network.close() };
}

/** The same token as if it had ended an hour ago, signed as the server signs. */
function expired(network, token) {
  const [head, claims] = token.split('.');
  const { exp: _end, ...rest } = JSON.parse(Buffer.from(claims, 'base64url').toString());
  const old = { ...rest, exp: Math.floor(Date.now() / 1000) - 3600 };
  const signed = `${head}.${Buffer.from(JSON.stringify(old)).toString('base64url')}`;
  const { _jwtKey: key } = network.pds.ctx.authVerifier;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/**
 * A way to the server that breaks at a call of this name: before the server sees it, or after it did what was asked.
 */
export async function startBreakingWay(url, name, when) {
  const way = createServer((incoming, outgoing) => {
    const breaks = incoming.url.includes(name);
    if (breaks && when === 'before') {
      incoming.socket.destroy();
      return;
    }
    const { method, headers } = incoming;
    const forward = request(new URL(incoming.url, url), { method, headers }, (answer) => {
      if (breaks) {
        answer.resume().on('end', () => incoming.socket.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(forward);
  });
  await new Promise((resolve) => HttpServer.prototype.listen.call(way, 0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${way.address().port}`,
    close: () => {
      way.closeAllConnections();
      return new Promise((resolve) => way.close(resolve));
    },
  };
}
