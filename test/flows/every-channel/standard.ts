import { randomUUID } from 'node:crypto';
import { APP_SECRETS, type World } from '../town.js';
import type { ChannelDriver, Question } from './driver.js';

/** The application of Gent, which speaks Standard Webhooks. */
export function standard({ app, schakel }: World): ChannelDriver {
  const post = (type: string, data: object, webhookId?: string): Promise<void> =>
    app.post(`${schakel.webhookUrl}/webhooks/standard/gent-app`, { type, data, webhookId });
  const created = async (
    citizen: string,
    text: string,
    more: { sentAt?: string; messageId?: string; webhookId?: string } = {},
  ): Promise<Question> => {
    const id = more.messageId ?? randomUUID();
    const sentAt = more.sentAt ?? new Date().toISOString();
    const author = { id: citizen, name: 'Mia' };
    await post('message.created', { conversationId: citizen, messageId: id, author, text, sentAt }, more.webhookId);
    return { id, citizen };
  };
  return {
    account: 'gent-app',
    ask: (text) => created(randomUUID(), text),
    // Once as a repetition of the post, and once as another post about the same message.
    askTwice: async (text) => {
      const webhookId = randomUUID();
      const { id, citizen } = await created(randomUUID(), text, { webhookId });
      await created(citizen, text, { messageId: id, webhookId });
      return created(citizen, text, { messageId: id });
    },
    reorder: async ({ opening, early, late }) => {
      const [citizen, nowMs] = [randomUUID(), Date.now()];
      const at = (agoMs: number) => ({ sentAt: new Date(nowMs - agoMs).toISOString() });
      await created(citizen, opening, at(60_000));
      await created(citizen, late, at(0));
      await created(citizen, early, at(30_000));
    },
    edit: ({ id, citizen }, text) => post('message.updated', { conversationId: citizen, messageId: id, text }),
    remove: ({ id, citizen }) => post('message.deleted', { conversationId: citizen, messageId: id }),
    closeWindow: { impossible: 'the scheme has no window' },
    throttle: {
      code: 'STANDARD_BUSY',
      begin: () => {
        app.setMood('busy');
      },
    },
    token: {
      code: 'STANDARD_REPLY_UNAUTHORISED',
      secrets: [APP_SECRETS.reply],
      begin: () => {
        app.setMood('refuses');
      },
      end: () => {
        app.setMood(undefined);
      },
    },
    receipt: ({ citizen }, text) => {
      const { reference } = app.answers().find((one) => one.text === text) ?? {};
      return post('delivery.updated', { conversationId: citizen, messageId: reference, reference, status: 'read' });
    },
    hang: () => {
      app.setMood('silent');
    },
    afterCrash: 'answered',
    answersSeen: async (text) => app.answers().filter((one) => one.text === text).length,
  };
}
