import { Connection } from './connection.mjs';
import { quantile } from './figures.mjs';

/** A tick of the fixed rate that comes later than this was held up: its requests are late from when they were due. */
const LATE_TICK_MS = 3;

/**
 * Sends requests over keep-alive connections, one under way on each, until they are all answered or the time is over.
 *
 * Without `ratePerSecond` each connection sends its next request when the one before is answered: the server sets the
 * pace. With it requests fall due at a fixed pace whatever the server does, and one that finds no idle connection
 * waits, and its wait counts.
 */
export class Load {
  #requests;
  #options;
  #idle = [];
  #dueAtMs = [];
  #sent = 0;
  #due = 0;
  #answers = new Map();
  #latencies = [];
  #underWay = new Map();
  #isOver = false;
  #finish;

  constructor(requests, options) {
    this.#requests = requests;
    this.#options = options;
  }

  async open() {
    const { port, connections } = this.#options;
    this.#idle = await Promise.all(
      Array.from({ length: connections }, () =>
        Connection.open(port, (connection, status) => this.#answered(connection, status)),
      ),
    );
  }

  /** @returns what was answered by status, how long it took, and the latencies that a platform would see */
  async run() {
    const startedAtMs = performance.now();
    const startedAtUtcMs = Date.now();
    const finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
    const end = setTimeout(() => this.#stop(), this.#options.seconds * 1000);
    if (this.#options.ratePerSecond === undefined) {
      this.#due = this.#requests.length;
      this.#sendDue(startedAtMs);
    } else {
      this.#tick(startedAtMs, startedAtMs);
    }
    await finished;
    clearTimeout(end);
    const tookMs = performance.now() - startedAtMs;
    this.#latencies.sort((a, b) => a - b);
    return {
      startedAtUtcMs,
      tookMs,
      answers: Object.fromEntries(this.#answers),
      p50Ms: quantile(this.#latencies, 0.5),
      p99Ms: quantile(this.#latencies, 0.99),
    };
  }

  #stop() {
    this.#isOver = true;
    if (this.#underWay.size === 0) {
      this.#finish();
    }
  }

  #tick(startedAtMs, lastMs) {
    if (this.#isOver) {
      return;
    }
    const nowMs = performance.now();
    const paceMs = 1000 / this.#options.ratePerSecond;
    const due = Math.min(Math.floor((nowMs - startedAtMs) / paceMs), this.#requests.length);
    for (; this.#due < due; this.#due += 1) {
      this.#dueAtMs[this.#due] = nowMs - lastMs > LATE_TICK_MS ? startedAtMs + (this.#due + 1) * paceMs : nowMs;
    }
    this.#sendDue(nowMs);
    setTimeout(() => this.#tick(startedAtMs, nowMs), 1);
  }

  #sendDue(nowMs) {
    while (this.#sent < this.#due && this.#idle.length > 0) {
      this.#send(this.#idle.pop(), nowMs);
    }
  }

  #send(connection, nowMs) {
    const isPaced = this.#options.ratePerSecond !== undefined;
    this.#underWay.set(connection, isPaced ? this.#dueAtMs[this.#sent] : nowMs);
    connection.send(this.#requests[this.#sent]);
    this.#sent += 1;
  }

  #answered(connection, status) {
    const nowMs = performance.now();
    const sentAtMs = this.#underWay.get(connection);
    if (sentAtMs === undefined) {
      return;
    }
    this.#underWay.delete(connection);
    this.#answers.set(status, (this.#answers.get(status) ?? 0) + 1);
    this.#latencies.push(nowMs - sentAtMs);
    if (!this.#isOver && this.#sent < this.#due && status !== 0) {
      this.#send(connection, nowMs);
    } else if (status !== 0) {
      this.#idle.push(connection);
    }
    const isDone = this.#isOver || this.#sent === this.#requests.length;
    if (isDone && this.#underWay.size === 0) {
      this.#isOver = true;
      this.#finish();
    }
  }

  close() {
    for (const connection of this.#idle) {
      connection.close();
    }
  }
}
