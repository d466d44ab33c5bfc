import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const host = '127.0.0.1';
// Below what the kernel hands to outgoing connections (32768 on Linux, 49152 elsewhere). From inside that range a client
// that keeps dialling a stopped server can be given the very port it dials, and then talks to itself.
const lowestPort = 20_000;
const portCount = 12_000;

function canListen(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

function isDialable(port) {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Nobody listens there and we could. Asked before every start: a poll on a taken port takes a stranger for our server. */
export async function isFree(port) {
  return !(await isDialable(port)) && (await canListen(port));
}

export async function chooseFreePorts(count) {
  const chosen = new Set();
  for (let attempt = 0; attempt < 200 && chosen.size < count; attempt += 1) {
    const port = lowestPort + Math.floor(Math.random() * portCount);
    if (!chosen.has(port) && (await isFree(port))) {
      chosen.add(port);
    }
  }
  if (chosen.size < count) {
    throw new Error(`found no ${count} free ports between ${lowestPort} and ${lowestPort + portCount}`);
  }
  return [...chosen];
}

/** Sends `bytes` and gives the first bytes that come back, or undefined when nothing came within a second. */
function ask(port, bytes) {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => socket.write(bytes));
    const finish = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1000, () => finish(undefined));
    socket.once('data', finish);
    socket.once('error', () => finish(undefined));
    socket.once('end', () => finish(undefined));
  });
}

/**
 * Waits until the server speaks its own protocol; an open port is not enough, because a container's proxy opens it early.
 * `findFault` is asked each round and ends the wait when the server will never come.
 */
export async function waitUntilReady(port, greeting, findFault, limitMs = 90_000) {
  const deadline = Date.now() + limitMs;
  while (Date.now() < deadline) {
    const fault = findFault();
    if (fault !== undefined) {
      throw new Error(fault);
    }
    const answer = await ask(port, greeting.send);
    if (answer !== undefined && greeting.isReady(answer)) {
      return;
    }
    await delay(50);
  }
  throw new Error(`nothing answered on port ${port} within ${limitMs / 1000} s`);
}
