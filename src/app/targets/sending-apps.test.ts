import { expect, it } from '@jest/globals';
import { adapter as telegram } from '../../../adapters/channels/telegram/index.js';
import { adapter as x } from '../../../adapters/channels/x/index.js';
import { sendingApps } from './sending-apps.js';

const apps = sendingApps([
  { adapter: x, account: '11', settings: { consumerKey: 'KeyOfTheApp' } },
  { adapter: x, account: '12', settings: { consumerKey: 'KeyOfTheApp' } },
  { adapter: x, account: '13', settings: { consumerKey: 'KeyOfAnother' } },
  { adapter: x, account: '14', settings: {} },
  { adapter: telegram, account: 'bot', settings: { botToken: '1:a' } },
]);

it('accounts with one key send through one app, and whoever names none through none', () => {
  expect(apps.get('x:11')?.targets).toEqual(['x:11', 'x:12']);
  expect(apps.get('x:12')).toEqual(apps.get('x:11'));
  expect(apps.get('x:13')?.targets).toEqual(['x:13']);
  expect([...apps.keys()]).toEqual(['x:11', 'x:12', 'x:13']);
});

it('the name of an app does not tell its key', () => {
  expect(apps.get('x:11')?.name).toMatch(/^app:x:[0-9a-f]{32}$/);
});
