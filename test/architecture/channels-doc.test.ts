import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { loadAdapters } from '../../src/app/adapters.js';
import { projectPath } from '../../src/platform/files/project-path.js';
import { channelsDoc } from '../../scripts/channels-doc.mjs';

it('docs/channels.md says what the folders of the channels say; npm run docs:channels writes it', async () => {
  const { channels } = await loadAdapters();
  const doc = channelsDoc((id) => channels.get(id)?.limits ?? []);
  expect(readFileSync(projectPath('docs/channels.md'), 'utf8')).toBe(doc);
});
