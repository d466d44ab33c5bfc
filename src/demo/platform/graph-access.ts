import { type GraphCall, type GraphReply, refuse, textParam } from './graph-reply.js';
import { appsecretProof, isSame } from './signature.js';
import type { PlatformState } from './state.js';

const TROUBLE: Readonly<Record<number, string>> = {
  458: 'The user has not authorized application.',
  459: 'The user has been checkpointed.',
  460: 'The session has been invalidated because the user changed their password.',
  463: 'Session has expired.',
  464: 'The user is not a confirmed user.',
  467: 'The access token is invalid.',
};

/** Checks token and proof as every Graph call does, before it looks at anything else. Undefined lets the call in. */
export function refusedAccess(
  state: PlatformState,
  call: GraphCall,
  accountId: string | undefined,
): GraphReply | undefined {
  const { token } = call;
  if (token === undefined || !isKnown(state, token, accountId)) {
    return refuse({ code: 190, message: 'Invalid OAuth access token - Cannot parse access token' });
  }
  const trouble = state.tokens.troubleOf(token);
  if (trouble !== undefined) {
    return refuse({
      code: 190,
      subcode: trouble,
      message: `Error validating access token: ${TROUBLE[trouble] ?? 'invalid'}`,
    });
  }
  const proof = textParam(call, 'appsecret_proof');
  if (proof === undefined) {
    return state.switches.requireAppsecretProof
      ? refuse({ code: 100, message: 'API calls from the server require an appsecret_proof argument' })
      : undefined;
  }
  return isSame(proof, appsecretProof(state.appSecret, token))
    ? undefined
    : refuse({ code: 100, message: 'Invalid appsecret_proof provided in the API argument' });
}

function isKnown(state: PlatformState, token: string, accountId: string | undefined): boolean {
  return accountId === undefined
    ? state.assets.isToken(token) || isSame(token, `${state.appId}|${state.appSecret}`)
    : state.assets.opens(token, accountId);
}
