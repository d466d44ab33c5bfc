import { describe, expect, it } from '@jest/globals';
import { createLog, isLogLevel, type Log, type LogLevel } from './log.js';

interface Line {
  readonly [field: string]: unknown;
}

function logWith(level: LogLevel): { readonly log: Log; readonly lines: Line[]; readonly texts: string[] } {
  const lines: Line[] = [];
  const texts: string[] = [];
  const destination = {
    write: (line: string) => {
      texts.push(line);
      lines.push(JSON.parse(line) as Line);
    },
  };
  return { log: createLog({ level, destination }), lines, texts };
}

describe('the log', () => {
  it('writes one JSON line with time, level, message and fields', () => {
    const { log, lines, texts } = logWith('info');
    log.info({ ticketId: 't-1', count: 2 }, 'ticket opened');
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        ticketId: 't-1',
        count: 2,
        message: 'ticket opened',
      },
    ]);
    expect(texts[0]?.endsWith('\n')).toBe(true);
  });

  it.each([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
    ['silent', []],
  ] as const)('at level %s writes %j', (level, expected) => {
    const { log, lines } = logWith(level);
    log.debug({}, 'a');
    log.info({}, 'b');
    log.warn({}, 'c');
    log.error({}, 'd');
    expect(lines.map((line) => line['level'])).toEqual(expected);
  });

  it('gives the fields of a child to all its lines, and to no others', () => {
    const { log, lines } = logWith('info');
    const child = log.child({ stage: 'deliver' }).child({ target: 'gent' });
    child.info({ code: 'X' }, 'one');
    log.info({}, 'two');
    expect(lines).toMatchObject([{ stage: 'deliver', target: 'gent', code: 'X' }, { message: 'two' }]);
    expect(lines[1]).not.toHaveProperty('stage');
  });

  it('hides what names a citizen or opens a door, four levels deep', () => {
    const { log, texts } = logWith('info');
    const secret = 'geheim-van-jan';
    const names = [
      'authorization',
      'token',
      'password',
      'secret',
      'text',
      'body',
      'name',
      'handle',
      'email',
      'payload',
    ];
    for (const name of names) {
      log.info({ [name]: secret, a: { [name]: secret, b: { [name]: secret, c: { [name]: secret } } } }, 'looked at');
      log.child({ [name]: secret }).info({}, 'looked at');
      log.info({ list: [{ [name]: secret }] }, 'looked at');
    }
    expect(texts.join('')).not.toContain(secret);
    expect(texts.join('')).toContain('[redacted]');
  });

  it('does not change the fields that it hides', () => {
    const { log } = logWith('info');
    const fields = { token: 'secret', inner: { text: 'hello' } };
    log.info(fields, 'looked at');
    expect(fields).toEqual({ token: 'secret', inner: { text: 'hello' } });
  });

  it('shows of an error where and what it is, with its causes, and nothing of the row or the door', () => {
    const { log, lines, texts } = logWith('info');
    const cause = Object.assign(new TypeError('connect postgres://schakel:pa55word@db:5432/x failed'), {
      code: 'ECONNREFUSED',
    });
    const error = Object.assign(new Error('duplicate key', { cause }), {
      code: '23505',
      detail: 'Key (handle)=(@jan) exists',
    });
    log.error({ error }, 'write failed');
    expect(lines[0]?.['error']).toEqual({
      type: 'Error',
      message: 'duplicate key',
      code: '23505',
      stack: expect.stringMatching(/^ {4}at /),
      cause: {
        type: 'TypeError',
        message: 'connect postgres://db:5432/x failed',
        code: 'ECONNREFUSED',
        stack: expect.stringMatching(/^ {4}at /),
      },
    });
    expect(texts[0]).not.toMatch(/pa55word|@jan/);
  });

  it('cuts long error texts, and stops at causes that go in a circle', () => {
    const { log, lines } = logWith('info');
    const error = new Error('x'.repeat(10_000));
    error.cause = error;
    log.error({ error }, 'write failed');
    expect(JSON.stringify(lines[0]).length).toBeLessThan(20_000);
    expect(lines[0]).toMatchObject({ error: { message: 'x'.repeat(500), cause: { cause: {} } } });
    expect(lines[0]).not.toHaveProperty('error.cause.cause.cause');
  });

  it('knows its levels', () => {
    expect(['debug', 'info', 'warn', 'error', 'silent', 'trace', 'INFO', ''].filter(isLogLevel)).toEqual([
      'debug',
      'info',
      'warn',
      'error',
      'silent',
    ]);
  });
});
