import { newIdempotencyKey, post } from './api.js';
import { el } from './dom.js';

/** Hides what a citizen wrote in public, or shows it again. The timeline tells what the platform made of it. */
export function hideButton(message, onDone) {
  if (!message.canHide) {
    return '';
  }
  const hidden = message.hiddenAt === null;
  const said = el('span', { role: 'status', class: 'message' });
  // The same click twice is one command.
  const key = newIdempotencyKey();
  const button = el('button', { type: 'button' }, hidden ? 'Verbergen voor iedereen' : 'Weer tonen');
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      await post(`/tickets/${message.ticket.ticketId}/messages/${message.id}/hide`, { hidden }, key);
      said.textContent = 'Gevraagd aan het platform.';
      await onDone();
    } catch (error) {
      said.textContent = `Niet gelukt: ${error.message}`;
      button.disabled = false;
    }
  });
  return el('p', { class: 'by' }, button, said);
}
