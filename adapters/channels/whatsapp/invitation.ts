import { textOf } from '../../vendors/meta/index.js';
import type { Invitation, OutgoingPart } from '../../../src/adapter-sdk/index.js';

type Settings = Readonly<Record<string, unknown>>;

/** As the schema of the settings says. */
export const INVITATION_DEFAULTS = {
  invitationTemplate: '',
  invitationLanguage: 'nl',
  invitationText: 'Er is nieuws over uw melding {{1}} bij {{2}}. Antwoord op dit bericht om verder te praten.',
} as const;

/** A value takes no line breaks, no tabs, and no more than four spaces in a row. */
function asValue(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}

/**
 * What the approved template says, with its two values: the number of the ticket and the municipality. Undefined while the
 * account names none. https://developers.facebook.com/docs/whatsapp/message-templates (read 2026-11-27): outside the
 * window only approved templates are taken, and what the citizen writes back opens it again.
 */
export function invitationText({ ticketNumber, municipality }: Invitation, settings: Settings): string | undefined {
  const text = textOf(settings['invitationText']) ?? INVITATION_DEFAULTS.invitationText;
  return templateName(settings) === undefined
    ? undefined
    : text.replaceAll('{{1}}', asValue(ticketNumber)).replaceAll('{{2}}', asValue(municipality));
}

function templateName(settings: Settings): string | undefined {
  const name = textOf(settings['invitationTemplate']);
  return name === '' ? undefined : name;
}

/** The message of the Cloud API for an invitation; undefined when the template was taken out of the settings meanwhile. */
export function templateMessage({ invitation }: OutgoingPart, settings: Settings): object | undefined {
  const name = templateName(settings);
  if (invitation === undefined || name === undefined) {
    return undefined;
  }
  const values = [invitation.ticketNumber, invitation.municipality].map((text) => ({
    type: 'text',
    text: asValue(text),
  }));
  const language = { code: textOf(settings['invitationLanguage']) ?? INVITATION_DEFAULTS.invitationLanguage };
  return { type: 'template', template: { name, language, components: [{ type: 'body', parameters: values }] } };
}
