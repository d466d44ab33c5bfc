import type { DatedLimit, KnownEnd } from '../../../src/adapter-sdk/index.js';

const VERSIONS = 'https://learn.microsoft.com/en-us/linkedin/marketing/versioning, read 2026-11-27';

const STORAGE = 'https://learn.microsoft.com/en-us/linkedin/marketing/data-storage-requirements, read 2026-11-27';

/** A public answer has no window. */
export const limits: readonly DatedLimit[] = [
  {
    ...{ what: 'text', value: 1250, unit: 'characters', validFrom: '2026-11-27', validUntil: null },
    source: "LinkedIn's site and the tools of others; not in its documentation, 2026-11-27",
  },
  {
    // Comments, mentions and what belongs to them, of members who did not consent to more.
    ...{ what: 'text-storage', value: 48, unit: 'hours', validFrom: '2026-11-27', validUntil: null },
    source: STORAGE,
  },
  {
    // No name or profile of a member is taken in, so nothing has to be removed.
    ...{ what: 'profile-storage', value: 24, unit: 'hours', validFrom: '2026-11-27', validUntil: null },
    source: STORAGE,
  },
  {
    // The newest of which documentation was seen. Each is kept for a year at least (202508 ended on 2026-08-17).
    ...{ what: 'api-version', value: '202607', unit: 'version', validFrom: '2026-07-01', validUntil: '2027-07-01' },
    source: VERSIONS,
    whenItEnds: 'compare the documentation of a newer month with the adapter, and list it as the successor',
  },
];

/** The earliest day on which LinkedIn may switch a version off: a year after its month began. */
export function versionEnd(version: string): readonly KnownEnd[] {
  const atMs = Date.UTC(Number(version.slice(0, 4)) + 1, Number(version.slice(4)) - 1, 1);
  return Number.isNaN(atMs) ? [] : [{ what: `LinkedIn-Version ${version}`, atMs }];
}
