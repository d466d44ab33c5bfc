import type { ImapFlow } from 'imapflow';
import type { WatchEnded } from '../../adapter-sdk/mail.js';
import { imapFailure } from './imap-connection.js';

function ended(client: ImapFlow): Promise<void> {
  return new Promise((resolve) => {
    client.once('close', resolve);
  });
}

/**
 * Waits in a folder with IDLE; where a server lacks it, imapflow asks every two minutes. A server that went away in
 * silence is found out when IDLE is renewed.
 */
export async function watchOverImap(
  client: ImapFlow,
  folder: string,
  onNews: () => void,
  signal: AbortSignal,
): Promise<WatchEnded> {
  const stop = (): void => {
    client.close();
  };
  if (signal.aborted) {
    return { kind: 'lost', cause: 'stopped' };
  }
  signal.addEventListener('abort', stop, { once: true });
  const closed = ended(client);
  try {
    await client.connect();
    await client.mailboxOpen(folder, { readOnly: true });
    client.on('exists', onNews);
    // What came while nobody was connected is told by nobody.
    onNews();
    await Promise.race([client.idle(), closed]);
    await closed;
    return { kind: 'lost', cause: 'closed' };
  } catch (error) {
    const failure = imapFailure(error);
    return failure.kind === 'failed' ? { kind: 'lost', cause: failure.cause } : failure;
  } finally {
    signal.removeEventListener('abort', stop);
    client.close();
  }
}
