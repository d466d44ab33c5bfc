import { connect } from 'node:net';
import { once } from 'node:events';

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = /\r\ncontent-length: (\d+)\r\n/i;

/**
 * One keep-alive connection with one request under way. It reads no more of an answer than its status and its end: a
 * complete HTTP client costs as much as the server that it measures, on the same processors.
 */
export class Connection {
  #socket;
  #onAnswer;
  #received = Buffer.alloc(0);

  /** @param onAnswer told the status of each answer, or 0 when the connection broke */
  static async open(port, onAnswer) {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Connection(socket, onAnswer);
  }

  constructor(socket, onAnswer) {
    this.#socket = socket;
    this.#onAnswer = onAnswer;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', () => onAnswer(this, 0));
    socket.on('end', () => onAnswer(this, 0));
  }

  send(request) {
    this.#socket.write(request);
  }

  close() {
    this.#socket.removeAllListeners('end');
    this.#socket.destroy();
  }

  #read(chunk) {
    const answer = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    this.#received = answer;
    const headEnd = answer.indexOf(HEAD_END);
    if (headEnd < 0) {
      return;
    }
    const head = answer.latin1Slice(0, headEnd + 2);
    const length = Number(LENGTH.exec(head)?.[1] ?? 0);
    if (answer.length >= headEnd + HEAD_END.length + length) {
      this.#received = answer.subarray(headEnd + HEAD_END.length + length);
      this.#onAnswer(this, Number(head.slice(9, 12)));
    }
  }
}
