/** Why a channel takes no answer, as the adapter told it. */
export type ClosedWindow =
  | { readonly code: 'REPLY_WINDOW_CLOSED'; readonly closedAtMs: number }
  | { readonly code: 'REPLY_NOT_INVITED' };

/** For who wants to answer, in Dutch. */
export function whyClosed(window: ClosedWindow): string {
  switch (window.code) {
    case 'REPLY_WINDOW_CLOSED':
      return `Het kanaal laat sinds ${new Date(window.closedAtMs).toISOString()} geen antwoord meer toe. Antwoord langs een ander kanaal.`;
    case 'REPLY_NOT_INVITED':
      return 'Het kanaal laat hier geen antwoord via Schakel toe, omdat de burger uw account niet vermeldde of versleuteld schreef. Antwoord in de app van het kanaal zelf.';
  }
}

/** What whoever types should know before, in Dutch, by the code of the adapter. */
export const ANSWER_WARNINGS = {
  'link-costs-more':
    'Een antwoord met een link erin kost op dit kanaal ongeveer dertien keer zoveel. Laat links weg als het kan.',
} as const;

/** Likewise, where the channel knows an invitation. */
export const INVITE_INSTEAD = 'U kan de burger uitnodigen om weer te schrijven; daarna kan u antwoorden.';
