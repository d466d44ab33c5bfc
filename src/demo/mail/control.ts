import { ControlError } from '../basics/control-error.js';
import { needText, oneOf, texts, time } from '../basics/control-fields.js';
import { doing, pathsOf, type ControlRoutes } from '../basics/control-routes.js';
import { asObject, type JsonObject } from '../basics/json.js';
import type { FakeMail, MailInput } from './fake-mail.js';

function mailInput(input: JsonObject): MailInput {
  const citizen = asObject(input['citizen']);
  if (citizen === undefined) {
    throw new ControlError('The field citizen must be an object with an address and a name.');
  }
  return {
    citizen: { address: needText(citizen, 'address'), name: needText(citizen, 'name') },
    ...{ to: needText(input, 'to'), subject: needText(input, 'subject'), text: needText(input, 'text') },
    ...{ isAutomatic: input['isAutomatic'] === true },
    ...texts(input, ['inReplyTo', 'photo', 'key']),
    ...time(input),
  };
}

export const ROUTES: ControlRoutes<FakeMail> = {
  'POST write': (platform, input) => platform.write(mailInput(input)),
  'POST password': doing((platform, input) => {
    platform.setPassword(needText(input, 'address'), input['isTaken'] === true);
  }),
  'GET transcript': (platform, input) => {
    const { who } = input;
    return platform.transcript({
      ...(who === undefined ? {} : { who: oneOf(who, 'who', ['citizen', 'service']) }),
      ...texts(input, ['to']),
    });
  },
};

export const MAIL_CONTROL_ROUTES = pathsOf(ROUTES);
