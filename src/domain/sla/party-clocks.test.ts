import { describe, expect, it } from '@jest/globals';
import { storyTerms, TicketStory } from '../../../test/support/sla/ticket-story.js';

describe('the time of the party that has a ticket', () => {
  it('runs from when it got the ticket, by its own hours', () => {
    expect(new TicketStory('mon 10:00').sees('mon 12:00', 'party-municipality')).toEqual({
      state: 'running',
      due: 'tue 12:00',
      spent: 120,
    });
    // The contact center is there from 8 to 20, on Saturday too.
    expect(new TicketStory('fri 19:00', { target: '1700' }).sees('sat 09:00', 'party-1700')).toEqual({
      state: 'running',
      due: 'sat 12:00',
      spent: 120,
    });
  });

  it('begins at the handoff, not at the message', () => {
    const story = new TicketStory('mon 10:00');
    story.handoffs.splice(0, 1);
    story.arrives('mon 11:30', 'gent-crm');
    expect(story.sees('mon 12:00', 'party-municipality')).toEqual({ state: 'running', due: 'tue 13:30', spent: 30 });
  });

  it('begins now at the earliest while the ticket is under way', () => {
    const story = new TicketStory('mon 10:00');
    story.handoffs.splice(0, 1);
    expect(story.sees('mon 12:00', 'party-municipality')).toEqual({ state: 'running', due: 'tue 14:00', spent: 0 });
    expect(story.sees('mon 13:00', 'party-municipality')).toEqual({ state: 'running', due: 'tue 15:00', spent: 0 });
    story.becomes('mon 14:00', 'closed');
    expect(story.fold('tue 14:00').map(({ name }) => name)).not.toContain('party-municipality');
  });

  it('is none for a party that never got the ticket before it went elsewhere', () => {
    const story = new TicketStory('mon 10:00');
    story.handoffs.splice(0, 1);
    story.goes('mon 11:00', 'gent-crm', '1700').goes('mon 12:00', '1700', 'gent-crm-2');
    expect(story.sees('mon 14:00', 'party-municipality')).toEqual({ state: 'running', due: 'tue 14:00', spent: 120 });
  });

  it('is none for a party that passed the ticket on, or saw it done, as it came, nor for one that it never reached', () => {
    const story = new TicketStory('mon 10:00').goes('mon 10:00', 'gent-crm', '1700').becomes('mon 10:00', 'closed');
    expect(story.fold('mon 14:00').filter(({ name }) => name.startsWith('party-'))).toEqual([]);
    const merged = new TicketStory('mon 10:00').goes('mon 12:00', 'gent-crm', '1700', null);
    merged.tell('mon 13:00', { type: 'ticket.merged', into: 't2', by: 'api' });
    expect(merged.fold('mon 14:00').map(({ name }) => name)).not.toContain('party-1700');
  });

  it('is that of the turn in which the ticket came, not of one in which it was only on its way', () => {
    const story = new TicketStory('mon 10:00').goes('mon 11:00', 'gent-crm', '1700');
    story.goes('mon 12:00', '1700', 'gent-crm', null).goes('mon 13:00', 'gent-crm', '1700');
    story.goes('mon 14:00', '1700', 'gent-crm-2');
    expect(story.sees('mon 16:00', 'party-municipality')).toEqual({ state: 'running', due: 'tue 15:00', spent: 180 });
    const done = new TicketStory('mon 10:00').goes('mon 11:00', 'gent-crm', '1700');
    done.goes('mon 12:00', '1700', 'gent-crm', null).becomes('mon 13:00', 'closed');
    done.goes('mon 13:10', 'gent-crm', '1700').goes('mon 13:20', '1700', 'gent-crm-2').asks('mon 14:00');
    expect(done.sees('mon 16:00', 'party-municipality')).toEqual({ state: 'running', due: 'tue 15:00', spent: 180 });
  });

  it('finds a handoff that a clock a little behind wrote down, and counts from the message then', () => {
    const story = new TicketStory('mon 10:01');
    story.handoffs.splice(0, 1);
    story.arrives('mon 10:00', 'gent-crm');
    expect(story.sees('mon 11:01', 'party-municipality')).toEqual({ state: 'running', due: 'tue 12:01', spent: 60 });
  });

  it('finds the handoff of a message that a platform dates later than we got it', () => {
    const story = new TicketStory('mon 10:30', { received: 'mon 10:00' });
    expect(story.sees('mon 11:30', 'party-municipality')).toEqual({ state: 'running', due: 'tue 12:30', spent: 60 });
  });

  it('takes no handoff from before the ticket was sent there', () => {
    const story = new TicketStory('mon 10:00').goes('mon 11:00', 'gent-crm', '1700');
    story.goes('mon 12:00', '1700', 'gent-crm', null);
    expect(story.sees('mon 14:00', 'party-municipality')).toEqual({ state: 'running', due: 'tue 15:00', spent: 60 });
  });

  it('knows the handoff of a message that came late', () => {
    const story = new TicketStory('mon 10:00', { received: 'mon 12:00' });
    expect(story.sees('mon 13:00', 'party-municipality')).toEqual({ state: 'running', due: 'tue 14:00', spent: 60 });
  });
});

describe('a ticket that goes from one party to the other', () => {
  it('keeps both clocks: one stands still while the ticket is with the other', () => {
    const story = new TicketStory('mon 10:00').goes('mon 12:00', 'gent-crm', '1700', 'mon 12:10');
    expect(story.sees('mon 15:10', 'party-municipality')).toEqual({
      state: 'paused: elsewhere',
      due: null,
      spent: 120,
    });
    expect(story.sees('mon 15:10', 'party-1700')).toEqual({ state: 'running', due: 'mon 17:10', spent: 180 });
  });

  it('gives each the time that it had left when it comes back', () => {
    const story = new TicketStory('mon 10:00').goes('mon 12:00', 'gent-crm', '1700');
    story.goes('mon 14:00', '1700', 'gent-crm', 'mon 14:30').goes('mon 16:00', 'gent-crm', '1700');
    expect(story.sees('mon 17:00', 'party-municipality')).toEqual({
      state: 'paused: elsewhere',
      due: null,
      spent: 210,
    });
    expect(story.sees('mon 17:00', 'party-1700')).toEqual({ state: 'running', due: 'mon 19:00', spent: 180 });
  });

  it('ends both clocks when it is done', () => {
    const story = new TicketStory('mon 10:00').goes('mon 12:00', 'gent-crm', '1700').answers('mon 13:00');
    expect(story.sees('fri 10:00', 'party-municipality')).toEqual({ state: 'met', due: null, spent: 120 });
    expect(story.sees('fri 10:00', 'party-1700')).toEqual({ state: 'met', due: 'mon 17:00', spent: 60 });
  });

  it('does not forgive a party that was late before it passed the ticket on', () => {
    const story = new TicketStory('mon 10:00').goes('tue 13:00', 'gent-crm', '1700');
    expect(story.sees('tue 14:00', 'party-municipality')).toEqual({ state: 'breached', due: 'tue 12:00', spent: 660 });
    expect(story.answers('tue 15:00').sees('fri 10:00', 'party-municipality').state).toBe('met-late');
  });

  it('goes on within one party as if nothing had happened', () => {
    const story = new TicketStory('mon 10:00').goes('mon 12:00', 'gent-crm', 'gent-crm-2', 'mon 13:00');
    expect(story.sees('mon 14:00', 'party-municipality')).toEqual({ state: 'running', due: 'tue 12:00', spent: 240 });
  });

  it('takes time from nobody while it is done, and that of whoever has it once it is open again', () => {
    const story = new TicketStory('mon 10:00').answers('mon 12:00').goes('mon 13:00', 'gent-crm', '1700');
    expect(story.fold('mon 14:00').map(({ name }) => name)).not.toContain('party-1700');
    story.asks('tue 09:00');
    expect(story.sees('tue 10:00', 'party-1700')).toEqual({ state: 'running', due: 'tue 14:00', spent: 60 });
    expect(story.sees('tue 10:00', 'party-municipality')).toEqual({ state: 'met', due: 'tue 12:00', spent: 120 });
  });

  it('stays as it ended for a party to which it was on its way, and from which it was taken before it came', () => {
    const story = new TicketStory('mon 10:00').answers('mon 12:00').goes('mon 13:00', 'gent-crm', '1700');
    story.goes('mon 14:00', '1700', 'gent-crm', null).asks('tue 09:00');
    expect(story.sees('tue 09:30', 'party-municipality').state).toBe('running');
    story.goes('tue 10:00', 'gent-crm', '1700');
    expect(story.sees('tue 12:00', 'party-municipality')).toEqual({ state: 'met', due: 'tue 12:00', spent: 120 });
    expect(story.sees('tue 12:00', 'party-1700')).toEqual({ state: 'running', due: 'tue 15:00', spent: 120 });
    story.goes('tue 13:00', '1700', 'gent-crm');
    expect(story.sees('tue 14:00', 'party-municipality')).toEqual({ state: 'running', due: 'wed 13:00', spent: 180 });
  });

  it('counts for whoever gets it when it arrives only after it was opened again', () => {
    const story = new TicketStory('mon 10:00').answers('mon 12:00').goes('mon 13:00', 'gent-crm', '1700', 'tue 11:00');
    story.asks('tue 09:00');
    expect(story.sees('tue 12:00', 'party-1700')).toEqual({ state: 'running', due: 'tue 16:00', spent: 60 });
  });

  it('comes back to a party after it was done elsewhere and opened again', () => {
    const story = new TicketStory('mon 10:00').goes('mon 12:00', 'gent-crm', '1700').answers('mon 13:00');
    story.asks('tue 09:00').goes('tue 10:00', '1700', 'gent-crm');
    expect(story.sees('tue 11:00', 'party-municipality')).toEqual({ state: 'running', due: 'wed 10:00', spent: 180 });
    expect(story.sees('tue 11:00', 'party-1700')).toEqual({ state: 'paused: elsewhere', due: null, spent: 120 });
  });
});

describe('an answer on its way to the citizen', () => {
  it('takes no time from the party that wrote it', () => {
    const story = new TicketStory('mon 10:00').requests('mon 11:00', 'a');
    expect(story.sees('mon 15:00', 'party-municipality')).toEqual({
      state: 'paused: answer-under-way',
      due: null,
      spent: 60,
    });
    expect(story.sees('mon 13:00', 'first-response')).toEqual({ state: 'running', due: 'mon 14:00', spent: 180 });
  });

  it('gives the time back to the party when it fails', () => {
    const story = new TicketStory('mon 10:00').requests('mon 11:00', 'a').fails('mon 15:00', 'a');
    expect(story.sees('mon 16:00', 'party-municipality')).toEqual({ state: 'running', due: 'tue 16:00', spent: 120 });
  });

  it('holds as long as the last of several is under way', () => {
    const story = new TicketStory('mon 10:00').requests('mon 11:00', 'a').requests('mon 12:00', 'b');
    story.delivers('mon 13:00', 'a', { isFinal: false });
    expect(story.sees('mon 14:00', 'party-municipality').state).toBe('paused: answer-under-way');
    story.delivers('mon 15:00', 'b', { isFinal: false });
    expect(story.sees('mon 16:00', 'party-municipality')).toEqual({ state: 'running', due: 'tue 16:00', spent: 120 });
  });

  it('holds for the party that gets the ticket meanwhile', () => {
    const story = new TicketStory('mon 10:00').requests('mon 11:00', 'a').goes('mon 12:00', 'gent-crm', '1700');
    expect(story.sees('mon 13:00', 'party-1700')).toEqual({ state: 'paused: answer-under-way', due: null, spent: 0 });
    expect(story.sees('mon 13:00', 'party-municipality').state).toBe('paused: elsewhere');
  });

  it('is no reason to stop for the party that only waits for the citizen', () => {
    const story = new TicketStory('mon 10:00').becomes('mon 11:00', 'waiting');
    expect(story.sees('mon 12:00', 'party-municipality').state).toBe('paused: waiting');
    const terms = storyTerms({ 'party-municipality': 600 }, { pausesWhileWaiting: [] });
    const running = new TicketStory('mon 10:00', { terms }).becomes('mon 11:00', 'waiting');
    expect(running.sees('mon 12:00', 'party-municipality')).toEqual({ state: 'running', due: 'tue 12:00', spent: 120 });
  });
});
