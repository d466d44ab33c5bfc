/** Talks to the counter. Every outcome is a value; nothing is thrown for what a network can do. */

const TIMEOUT_MS = 40_000;

/** What the citizen can do nothing about is tried again later; what they can is told to them. */
async function verdictOf(response) {
  if (response.ok) {
    return { kind: 'stored', body: response.status === 204 ? {} : await response.json() };
  }
  if (response.status === 408 || response.status === 429 || response.status >= 500) {
    const kind = response.status === 429 ? 'busy' : 'late';
    return { kind, retryAfterSeconds: Number(response.headers.get('retry-after')) || 0 };
  }
  const { title = '' } = await response.json();
  return { kind: 'refused', reason: title };
}

async function call(fetcher, url, options) {
  try {
    return await verdictOf(
      await fetcher(url, {
        ...options,
        credentials: 'omit',
        cache: 'no-store',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }),
    );
  } catch {
    return { kind: 'late', retryAfterSeconds: 0 };
  }
}

export function openServer(fetcher, base, account) {
  const place = `${base}/counter/${encodeURIComponent(account)}`;
  const post = (what, body) =>
    call(fetcher, `${place}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    formUrl: place,
    send: (session, { messageId, text }) => post('messages', { session, messageId, text }),
    tell: (session, status, deliveries) => post('receipts', { session, status, deliveries }),
    /** With `waits` the answer comes when there is something else than `version`, or after half a minute. */
    look: (session, version, waits) =>
      call(fetcher, `${place}/messages?after=${encodeURIComponent(version)}${waits ? '&wait=1' : ''}`, {
        headers: { authorization: `Bearer ${session}` },
      }),
  };
}
