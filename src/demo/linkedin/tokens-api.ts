import { asText, type JsonObject } from '../basics/json.js';
import type { Page } from './options.js';
import { listOf, refuse, type RestReply } from './rest-reply.js';
import { organizationUrn, type LinkedInState } from './state.js';

/** The pages that the member of a token administers; whoever lost the role has none. */
export function listRoles(state: LinkedInState, page: Page, query: Readonly<Record<string, string>>): RestReply {
  if (query['q'] !== 'roleAssignee') {
    return refuse(400, 'Invalid query parameter q');
  }
  const own = state.roles.has(page.token) ? [page] : [];
  const range = { start: Number(query['start'] ?? 0), count: Number(query['count'] ?? 10) };
  return listOf(own, range, (one) => ({
    ...{ role: 'ADMINISTRATOR', state: 'APPROVED', roleAssignee: 'urn:li:person:beheerder' },
    organization: organizationUrn(one),
  }));
}

/** `POST /oauth/v2/introspectToken`, a form in the name of the app. It is outside the versioned API. */
export function introspect(state: LinkedInState, form: JsonObject): RestReply {
  const { clientId, clientSecret } = state.app;
  if (form['client_id'] !== clientId || form['client_secret'] !== clientSecret) {
    return { status: 401, body: { error: 'invalid_client', error_description: 'Client authentication failed' } };
  }
  const token = asText(form['token']) ?? '';
  const [grant, told] = [state.grants.get(token), state.tokens.get(token)];
  if (grant === undefined || told === undefined) {
    return { status: 200, body: { active: false } };
  }
  const isOver = told === 'expired' || grant.endsAtMs <= state.clock.nowMs();
  const status = told === 'revoked' ? 'revoked' : isOver ? 'expired' : 'active';
  return {
    status: 200,
    body: {
      ...{ active: status === 'active', client_id: clientId, status, auth_type: '3L' },
      ...{ expires_at: Math.floor(grant.endsAtMs / 1000), scope: grant.scopes.join(',') },
    },
  };
}
