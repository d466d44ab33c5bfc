import { Type } from 'typebox';
import { exact, INSTANT, nullable } from './fields.js';
import { ownName } from './municipality.js';
import { cutPage, DEFAULT_LIMIT, pageOf, PAGING, readCursor, writeCursor } from './paging.js';
import { apiProblem } from './problems.js';
import { defineRoute, ok, refused, type Route } from './route.js';

const CHANNEL = exact(
  {
    channel: Type.String(),
    account: Type.String(),
    municipality: Type.String(),
    healthy: Type.Boolean(),
    lastEventAt: nullable(INSTANT),
    silenceSeconds: nullable(Type.Number({ minimum: 0 })),
    missedMessages: nullable(Type.Number({ minimum: 0 })),
    readsLess: Type.Boolean({
      description: 'Looks are paid for here, and are rare because the municipality reached its soft cap for platforms.',
    }),
    problem: nullable(
      exact({
        code: Type.String({ description: 'What is wrong, as docs/errors.md explains it.' }),
        advice: Type.String({ description: 'What can be done about it, in Dutch.' }),
      }),
    ),
    expires: nullable(Type.String({ description: 'What ends first: the token, or a version of an API.' })),
    expiresAt: nullable(INSTANT),
    daysToExpiry: nullable(Type.Integer({ description: 'Whole days until then; negative once it is over.' })),
  },
  'ChannelHealth',
);

const ANY_KEY = /^.{0,1000}$/su;

function keyOf(one: { readonly channel: string; readonly account: string }): string {
  return `${one.channel} ${one.account}`;
}

export function listChannelsRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/channels',
    summary: 'Health of every account of every channel',
    permission: 'channels:read',
    params: exact({}),
    query: exact({ ...PAGING }),
    body: Type.Null(),
    response: pageOf(CHANNEL),
    async handle({ query, principal }, context) {
      const { limit = DEFAULT_LIMIT, cursor } = query;
      const [after] = cursor === undefined ? [''] : (readCursor('channels', [ANY_KEY], cursor) ?? []);
      if (after === undefined) {
        return refused(apiProblem('CURSOR_INVALID'));
      }
      const isOwn = ownName(context.settings(), principal);
      const rest = (await context.channelHealth())
        .filter((one) => isOwn(one.municipality) && keyOf(one) > after)
        .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
      const page = cutPage(rest, limit, (last) => writeCursor('channels', [keyOf(last)]));
      // Field by field: what health may hold besides is not for callers.
      const items = page.rows.map(({ channel, account, municipality, healthy, ...more }) => {
        const { lastEventAt, silenceSeconds, missedMessages, readsLess } = more;
        const { problem, expires, expiresAt, daysToExpiry } = more;
        return {
          ...{ channel, account, municipality, healthy, lastEventAt, silenceSeconds, missedMessages, readsLess },
          ...{ problem: problem && { code: problem.code, advice: problem.advice } },
          ...{ expires, expiresAt, daysToExpiry },
        };
      });
      return ok({ items, next: page.next });
    },
  });
}
