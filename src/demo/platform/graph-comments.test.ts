import { afterEach, expect, it } from '@jest/globals';
import type { FakePlatformOptions } from './options.js';
import { INSTAGRAM, PAGE, type PlatformFixture, startFixture } from './platform-fixture.js';

let fixture: PlatformFixture | undefined;

async function start(options: Partial<FakePlatformOptions> = {}): Promise<PlatformFixture & { commentId: string }> {
  fixture = await startFixture(options);
  const { commentId } = fixture.platform.comment({
    account: PAGE,
    author: { id: '77001', name: 'Bo Proef' },
    text: 'Diepe put in de Kerkstraat',
  });
  await fixture.platform.settled();
  return { ...fixture, commentId };
}

afterEach(async () => {
  await fixture?.close();
  fixture = undefined;
});

it('answers a comment in public and tells it as a comment of the page', async () => {
  const { platform, receiver, graph, commentId } = await start();
  const sent = await graph('POST', `${commentId}/comments`, { message: 'Dank u, we kijken het na.' });
  await platform.settled();
  expect(receiver.items().at(-1)).toMatchObject({
    field: 'feed',
    value: {
      item: 'comment',
      verb: 'add',
      comment_id: sent.body['id'],
      parent_id: commentId,
      from: { id: PAGE },
      message: 'Dank u, we kijken het na.',
    },
  });
  expect(platform.transcript().map(({ who, text, publicOrPrivate }) => [who, text, publicOrPrivate])).toEqual([
    ['citizen', 'Diepe put in de Kerkstraat', 'public'],
    ['service', 'Dank u, we kijken het na.', 'public'],
  ]);
  expect(new Set(platform.transcript().map(({ conversation }) => conversation)).size).toBe(1);
});

it('lists the answers under a comment with the fields that were asked for', async () => {
  const { graph, commentId } = await start();
  const sent = await graph('POST', `${commentId}/comments`, { message: 'Dank u' });
  const listed = await graph('GET', `${commentId}/comments`, { fields: 'message,created_time,from{id}' });
  expect(listed.body['data']).toEqual([
    { id: sent.body['id'], message: 'Dank u', created_time: '2026-11-23T12:00:00+0000', from: { id: PAGE } },
  ]);
});

it('knows nothing of a comment that was removed or never was', async () => {
  const { platform, graph, commentId } = await start();
  platform.remove({ id: commentId });
  for (const id of [commentId, '1_2']) {
    const refused = await graph('POST', `${id}/comments`, { message: 'Dank u' });
    expect(refused.status).toBe(400);
    expect(refused.error).toMatchObject({ code: 100, error_subcode: 33 });
  }
  expect(platform.transcript({ who: 'service' })).toEqual([]);
});

it('takes identical answers twice, unless it is told to refuse them', async () => {
  const { platform, graph, commentId } = await start();
  const answer = (): ReturnType<typeof graph> => graph('POST', `${commentId}/comments`, { message: 'Dank u' });
  expect([(await answer()).status, (await answer()).status]).toEqual([200, 200]);
  platform.switch({ refuseIdenticalComments: true });
  expect((await answer()).error).toMatchObject({ code: 506 });
  expect(platform.transcript({ who: 'service' })).toHaveLength(2);
});

it('hides a comment from the public and deletes an answer', async () => {
  const { platform, graph, commentId } = await start();
  const sent = await graph('POST', `${commentId}/comments`, { message: 'Dank u' });
  expect((await graph('POST', commentId, { is_hidden: true })).body).toEqual({ success: true });
  expect((await graph('DELETE', String(sent.body['id']))).body).toEqual({ success: true });
  expect(platform.transcript().map(({ visible }) => visible)).toEqual([false, false]);
});

it('answers Instagram comments under their own edge', async () => {
  const { platform, graph } = await start();
  const { commentId } = platform.comment({
    channel: 'instagram',
    account: INSTAGRAM,
    author: { id: '99001', name: 'test.bewoner' },
    text: 'Glas op het fietspad',
  });
  expect((await graph('POST', `${commentId}/replies`, { message: 'Dank u' })).status).toBe(200);
  const listed = await graph('GET', `${commentId}/replies`, { fields: 'text' });
  expect(listed.body['data']).toMatchObject([{ text: 'Dank u' }]);
});

it('lists the posts of a page, for filling gaps', async () => {
  const { platform, graph } = await start();
  platform.post({ account: PAGE, author: { id: '77002', name: 'Cis Proef' }, text: 'Lamp stuk', postId: `${PAGE}_1` });
  const feed = await graph('GET', `${PAGE}/feed`, { fields: 'message,comments{message}' });
  expect(feed.body['data']).toMatchObject([
    { message: 'Nieuws uit de stad', comments: { data: [{ message: 'Diepe put in de Kerkstraat' }] } },
    { message: 'Lamp stuk' },
  ]);
});
