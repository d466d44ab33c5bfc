import type { Socket } from 'node:net';

const MOST_BYTES = 2_000_000;

/** The lines that come in on a connection, without their ends; ends with the connection, or with a line that never ends. */
export async function* linesOf(socket: Socket): AsyncGenerator<string> {
  let rest = '';
  socket.setEncoding('latin1');
  for await (const chunk of socket) {
    rest += String(chunk);
    const lines = rest.split('\r\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > MOST_BYTES) {
      return;
    }
  }
}
