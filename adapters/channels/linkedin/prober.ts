import { jsonOf } from '../../../src/adapter-sdk/index.js';
import type {
  ChannelContext,
  Prober,
  ProbeOutcome,
  ProbeRequest,
  ProbeSubject,
} from '../../../src/adapter-sdk/index.js';
import type { Verdict } from './errors.js';
import { versionEnd } from './limits.js';
import { fieldsIn, fieldsOf, numberOf, textOf, type Fields } from './payloads.js';
import { callLinkedIn, hasNextPage } from './rest.js';
import { linkedInApp, linkedInSettings, versionOf, type LinkedInApp } from './settings.js';
import { organizationUrnOf } from './urn.js';

type NotWell = Exclude<ProbeOutcome, { kind: 'well' }>;
/** What introspection says of a token; nothing where LinkedIn did not say. */
type Facts = Pick<Extract<ProbeOutcome, { kind: 'well' }>, 'expiresAtMs' | 'missing'>;

/** A member of an app in development has a hundred calls a day, of which the looks take 96; they find a dead token too. */
const EVERY_MS = 12 * 3_600_000;
const TIMEOUT_MS = 15_000;
const PAGE = 100;
/** A member who administers more than a thousand pages is no member of a municipality. */
const MOST_PAGES = 10;

/** Apps of before 2025 have the permissions of comments without `_feed`. */
const SCOPES: readonly (readonly string[])[] = [
  ['rw_organization_admin'],
  ['r_organization_social_feed', 'r_organization_social'],
  ['w_organization_social_feed', 'w_organization_social'],
];

const SUBJECTS: ReadonlyMap<string, ProbeSubject> = new Map<string, ProbeSubject>([
  ['LINKEDIN_TOKEN_INVALID', 'token'],
  ['LINKEDIN_ACCESS_LOST', 'permission'],
  ['LINKEDIN_VERSION_GONE', 'version'],
]);

/** A refusal that we do not know would stop answers too. */
function notWell({ kind, code, detail }: Verdict): NotWell {
  const about = detail === undefined ? {} : { detail };
  return kind === 'retry' || kind === 'unknown'
    ? { kind: 'unsure', code, ...about }
    : { kind: 'dead', about: SUBJECTS.get(code) ?? 'account', code, ...about };
}

/** Whether the member still administers the page. The pages are read to the end before that is denied. */
async function administers(organization: string, context: ChannelContext): Promise<true | NotWell> {
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const start = page * PAGE;
    const query = `q=roleAssignee&role=ADMINISTRATOR&state=APPROVED&start=${String(start)}&count=${String(PAGE)}`;
    const call = { method: 'GET', path: `organizationAcls?${query}`, timeoutMs: TIMEOUT_MS } as const;
    const answer = await callLinkedIn(call, context);
    if (!answer.ok) {
      return notWell(answer.verdict);
    }
    const roles = fieldsIn(answer.body['elements']);
    if (roles.some((role) => [role['organization'], role['organizationTarget']].includes(organization))) {
      return true;
    }
    if (!hasNextPage(answer.body, start, PAGE)) {
      break;
    }
  }
  return { kind: 'dead', about: 'permission', code: 'LINKEDIN_ACCESS_LOST', detail: 'no administrator of this page' };
}

/** Introspection is on the site, not on the API; tests and demos move both. */
function introspectionUrl({ baseUrl }: ChannelContext): string {
  return `${baseUrl.replace('https://api.linkedin.com', 'https://www.linkedin.com')}/oauth/v2/introspectToken`;
}

function factsOf(body: Fields): Facts | NotWell {
  if (body['active'] === false) {
    const status = textOf(body['status']) ?? '';
    const detail = /^[a-z]{1,20}$/.test(status) ? { detail: status } : {};
    return { kind: 'dead', about: 'token', code: 'LINKEDIN_TOKEN_INVALID', ...detail };
  }
  const seconds = numberOf(body['expires_at']);
  const scopes = textOf(body['scope'])?.split(/[\s,]+/);
  const missing = SCOPES.flatMap((names) => (names.some((name) => scopes?.includes(name)) ? [] : names.slice(0, 1)));
  return {
    ...(seconds === undefined ? {} : { expiresAtMs: seconds * 1000 }),
    ...(scopes === undefined ? {} : { missing }),
  };
}

/**
 * Asks about the token in the name of the app
 * (https://learn.microsoft.com/en-us/linkedin/shared/authentication/token-introspection, read 2026-11-27). Where that
 * does not succeed nothing is known of its end; the call with the token itself went well.
 */
async function introspect(app: LinkedInApp, token: string, context: ChannelContext): Promise<Facts | NotWell> {
  const form = new URLSearchParams({ client_id: app.clientId, client_secret: app.clientSecret, token });
  const result = await context.http({
    method: 'POST',
    url: introspectionUrl(context),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    timeoutMs: TIMEOUT_MS,
  });
  const body = result.kind === 'answer' && result.status === 200 ? fieldsOf(jsonOf(result.text)) : undefined;
  return typeof body?.['active'] === 'boolean' ? factsOf(body) : {};
}

async function probe({ account }: ProbeRequest, context: ChannelContext): Promise<ProbeOutcome> {
  const organization = organizationUrnOf(account);
  const settings = linkedInSettings(context.settings);
  if (organization === undefined) {
    return { kind: 'dead', about: 'account', code: 'LINKEDIN_ACCOUNT_INVALID' };
  }
  if (settings === undefined) {
    return { kind: 'dead', about: 'token', code: 'LINKEDIN_TOKEN_INVALID' };
  }
  const role = await administers(organization, context);
  if (role !== true) {
    return role;
  }
  const app = linkedInApp(context.settings);
  const facts = app === undefined ? {} : await introspect(app, settings.token, context);
  return 'kind' in facts ? facts : { kind: 'well', ...facts };
}

/** Nothing is posted to us, so there is no subscription to look at. */
export const linkedInProber: Prober = {
  everyMs: () => EVERY_MS,
  probe,
  knownEnds: (settings) => versionEnd(versionOf(settings)),
};
