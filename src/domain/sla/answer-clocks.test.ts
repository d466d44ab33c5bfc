import { describe, expect, it } from '@jest/globals';
import { TicketStory } from '../../../test/support/sla/ticket-story.js';

describe('the first response', () => {
  it('is due after its working time, whatever lies between', () => {
    expect(new TicketStory('mon 10:00').sees('mon 12:00', 'first-response')).toEqual({
      state: 'running',
      due: 'mon 14:00',
      spent: 120,
    });
    expect(new TicketStory('fri 16:00').sees('sat 12:00', 'first-response')).toEqual({
      state: 'running',
      due: 'mon2 12:00',
      spent: 60,
    });
  });

  it.each([
    ['before the deadline', 'mon 13:00', 'met', 180],
    ['at the very deadline', 'mon 14:00', 'met', 240],
    ['a minute after it', 'mon 14:01', 'met-late', 241],
  ])('is met when the answer arrives %s', (_, moment, state, spent) => {
    const story = new TicketStory('mon 10:00').answers(moment);
    expect(story.sees('fri 10:00', 'first-response')).toEqual({ state, due: 'mon 14:00', spent });
  });

  it('is breached from the deadline on while nobody answers', () => {
    const story = new TicketStory('mon 10:00');
    expect(story.sees('mon 13:59', 'first-response').state).toBe('running');
    expect(story.sees('mon 14:00', 'first-response').state).toBe('breached');
  });

  it('is met by an answer that reached the citizen, not by one that was written', () => {
    const story = new TicketStory('mon 10:00').requests('mon 11:00', 'a');
    expect(story.sees('mon 12:00', 'first-response').state).toBe('running');
    story.delivers('mon 12:30', 'a');
    expect(story.sees('mon 13:00', 'first-response')).toEqual({ state: 'met', due: 'mon 14:00', spent: 150 });
  });

  it('is met by an answer that leaves the ticket open, and by one that was given on the platform itself', () => {
    expect(new TicketStory('mon 10:00').answers('mon 11:00', false).sees('mon 12:00', 'first-response').state).toBe(
      'met',
    );
    const outside = new TicketStory('mon 10:00').tell('mon 11:00', { type: 'answer.outside', messageId: 'x' });
    expect(outside.sees('mon 12:00', 'first-response').state).toBe('met');
    expect(outside.sees('mon 12:00', 'resolution').state).toBe('met');
  });

  it('counts from the first message, however often the citizen writes again', () => {
    const story = new TicketStory('mon 10:00').asks('mon 11:00').asks('mon 12:00');
    expect(story.sees('mon 12:30', 'first-response')).toEqual({ state: 'running', due: 'mon 14:00', spent: 150 });
    expect(story.fold('mon 12:30').map(({ name }) => name)).not.toContain('next-response');
  });

  it('is still owed when a person opens the ticket again, with the time that was left', () => {
    const story = new TicketStory('mon 10:00').becomes('mon 11:00', 'closed').becomes('mon 15:00', 'in-progress');
    expect(story.sees('mon 16:00', 'first-response')).toEqual({ state: 'running', due: 'tue 10:00', spent: 120 });
    expect(story.answers('tue 09:30').sees('tue 12:00', 'first-response').state).toBe('met');
    story.becomes('tue 13:00', 'in-progress');
    expect(story.fold('tue 14:00').map(({ name }) => name)).not.toContain('next-response');
  });

  it('is still owed when thanks came meanwhile for nothing', () => {
    const story = new TicketStory('mon 10:00').becomes('mon 11:00', 'closed').thanks('mon 12:00');
    story.becomes('mon 15:00', 'in-progress');
    expect(story.sees('mon 16:00', 'first-response')).toEqual({ state: 'running', due: 'tue 10:00', spent: 120 });
    expect(story.fold('mon 16:00').filter(({ name }) => name === 'first-response')).toHaveLength(1);
  });

  it('is waited for again when the ticket was closed without one and the citizen comes back', () => {
    const story = new TicketStory('mon 10:00').becomes('mon 11:00', 'closed').asks('tue 10:00');
    expect(story.sees('tue 11:00', 'first-response', 1)).toEqual({
      state: 'stopped: closed-without-answer',
      due: 'mon 14:00',
      spent: 60,
    });
    expect(story.sees('tue 11:00', 'first-response', 2)).toEqual({ state: 'running', due: 'tue 14:00', spent: 60 });
  });
});

describe('the next response', () => {
  it('counts from the next message of the citizen to its answer, and again for the one after', () => {
    const story = new TicketStory('mon 09:00').answers('mon 10:00').asks('mon 11:00').asks('mon 11:30');
    expect(story.sees('mon 12:00', 'next-response')).toEqual({ state: 'running', due: 'mon 13:00', spent: 60 });
    story.answers('mon 12:00').asks('tue 09:00');
    expect(story.sees('tue 09:30', 'next-response', 1)).toEqual({ state: 'met', due: 'mon 13:00', spent: 60 });
    expect(story.sees('tue 09:30', 'next-response', 2)).toEqual({ state: 'running', due: 'tue 11:00', spent: 30 });
    story.answers('tue 10:00').asks('tue 14:00').answers('tue 14:30');
    expect(story.sees('tue 16:00', 'next-response', 2)).toEqual({ state: 'met', due: 'tue 11:00', spent: 60 });
    expect(story.sees('tue 16:00', 'next-response', 3)).toEqual({ state: 'met', due: 'tue 16:00', spent: 30 });
  });

  it('is not started by a word of thanks, a note or a receipt', () => {
    const story = new TicketStory('mon 09:00').answers('mon 10:00').thanks('mon 10:05');
    story.tell('mon 10:06', { type: 'ticket.noted', reason: 'READ' });
    story.tell('mon 10:07', { type: 'answer.receipt', messageId: 'a mon 10:00', status: 'read' });
    expect(story.fold('mon 12:00').map(({ name, state }) => [name, state])).toEqual([
      ['first-response', 'met'],
      ['resolution', 'met'],
      ['party-municipality', 'met'],
    ]);
  });

  it('starts when somebody sees a question in the thanks and opens the ticket again, from that moment on', () => {
    const story = new TicketStory('mon 09:00').answers('mon 10:00').thanks('mon 10:05', 'tue 10:00');
    story.becomes('mon 15:00', 'in-progress');
    expect(story.sees('mon 16:00', 'next-response')).toEqual({ state: 'running', due: 'mon 17:00', spent: 60 });
    expect(story.clock('mon 16:00', 'next-response').windowAtMs).not.toBeNull();
  });

  it('starts of nothing else that opens a ticket again', () => {
    const story = new TicketStory('mon 09:00').answers('mon 10:00').becomes('mon 15:00', 'in-progress');
    expect(story.fold('mon 16:00').map(({ name }) => name)).not.toContain('next-response');
    const answered = new TicketStory('mon 09:00').answers('mon 10:00').thanks('mon 10:05').answers('mon 11:00');
    expect(
      answered
        .becomes('mon 15:00', 'in-progress')
        .fold('mon 16:00')
        .map(({ name }) => name),
    ).not.toContain('next-response');
  });
});

describe('an answer that did not arrive', () => {
  it('answered nobody, also when the platform took it first', () => {
    const story = new TicketStory('mon 10:00').answers('mon 11:00').fails('mon 12:00', 'a mon 11:00');
    expect(story.sees('mon 13:00', 'first-response')).toEqual({ state: 'running', due: 'mon 14:00', spent: 180 });
    expect(story.sees('mon 13:00', 'resolution')).toEqual({ state: 'running', due: 'thu 10:00', spent: 180 });
    expect(story.sees('mon 14:30', 'first-response').state).toBe('breached');
  });

  it('leaves the clock to the next one', () => {
    const story = new TicketStory('mon 10:00').answers('mon 11:00').fails('mon 12:00', 'a mon 11:00');
    expect(story.answers('mon 13:00').sees('mon 15:00', 'first-response')).toEqual({
      state: 'met',
      due: 'mon 14:00',
      spent: 180,
    });
  });

  it('arrives after all when it is sent again', () => {
    const story = new TicketStory('mon 10:00').answers('mon 11:00').fails('mon 12:00', 'a mon 11:00');
    story.delivers('mon 13:30', 'a mon 11:00');
    expect(story.sees('mon 15:00', 'first-response')).toEqual({ state: 'met', due: 'mon 14:00', spent: 210 });
  });

  it('does not take the word of another answer that did', () => {
    const story = new TicketStory('mon 10:00').answers('mon 11:00', false).answers('mon 12:00');
    story.fails('mon 12:30', 'a mon 12:00');
    expect(story.sees('mon 13:00', 'first-response')).toEqual({ state: 'met', due: 'mon 14:00', spent: 60 });
    expect(story.sees('mon 13:00', 'resolution').state).toBe('running');
  });
});

describe('a ticket that is closed while its answer is on the way', () => {
  it('is answered when that arrives', () => {
    const story = new TicketStory('mon 10:00').requests('mon 11:00', 'a').becomes('mon 11:00', 'closed');
    expect(story.sees('mon 11:01', 'first-response').state).toBe('running');
    expect(story.sees('mon 11:01', 'resolution').state).toBe('met');
    expect(story.delivers('mon 11:02', 'a').sees('mon 12:00', 'first-response')).toEqual({
      state: 'met',
      due: 'mon 14:00',
      spent: 62,
    });
  });

  it('is without an answer when that fails, once none is on the way any more', () => {
    const story = new TicketStory('mon 10:00').requests('mon 11:00', 'a').requests('mon 11:00', 'b');
    story.becomes('mon 11:01', 'closed').fails('mon 11:30', 'a');
    expect(story.sees('mon 12:00', 'first-response').state).toBe('running');
    expect(story.fails('mon 12:30', 'b').sees('mon 13:00', 'first-response')).toEqual({
      state: 'stopped: closed-without-answer',
      due: 'mon 14:00',
      spent: 150,
    });
  });

  it('is without an answer when what arrives was written before anybody asked', () => {
    const story = new TicketStory('mon 10:00').answers('mon 11:00', false).requests('mon 11:30', 'a');
    story.asks('mon 12:00').becomes('mon 12:30', 'answered');
    expect(story.sees('mon 12:45', 'next-response').state).toBe('running');
    story.delivers('mon 13:00', 'a', { isFinal: false });
    expect(story.sees('mon 16:00', 'next-response')).toEqual({
      state: 'stopped: closed-without-answer',
      due: 'mon 14:00',
      spent: 60,
    });
  });
});

describe('the periodic update', () => {
  it('runs from one word to the citizen to the next while the ticket is open', () => {
    const story = new TicketStory('mon 09:00');
    expect(story.fold('mon 12:00').map(({ name }) => name)).not.toContain('periodic-update');
    story.answers('mon 12:00', false);
    expect(story.sees('mon 13:00', 'periodic-update')).toEqual({ state: 'running', due: 'wed 12:00', spent: 60 });
    story.answers('tue 12:00', false);
    expect(story.sees('tue 13:00', 'periodic-update', 1)).toEqual({ state: 'met', due: 'wed 12:00', spent: 480 });
    expect(story.sees('tue 13:00', 'periodic-update', 2)).toEqual({ state: 'running', due: 'thu 12:00', spent: 60 });
  });

  it('is kept by the last answer, and starts no more after it', () => {
    const story = new TicketStory('mon 09:00').answers('mon 12:00', false).answers('mon 15:00');
    expect(story.sees('fri 12:00', 'periodic-update')).toEqual({ state: 'met', due: 'wed 12:00', spent: 180 });
  });

  it('stops without a verdict when the ticket is closed without a word', () => {
    const story = new TicketStory('mon 09:00').answers('mon 12:00', false).becomes('mon 15:00', 'closed');
    expect(story.sees('fri 12:00', 'periodic-update').state).toBe('stopped: ticket-done');
  });

  it('stands still while the ticket waits for the citizen, also when the word came during the wait', () => {
    const story = new TicketStory('mon 09:00').becomes('mon 10:00', 'waiting').answers('mon 10:05', false);
    expect(story.sees('mon 12:00', 'periodic-update')).toEqual({ state: 'paused: waiting', due: null, spent: 0 });
    expect(story.asks('tue 09:00').sees('tue 10:00', 'periodic-update')).toEqual({
      state: 'running',
      due: 'wed 17:00',
      spent: 60,
    });
  });
});

describe('a holding reply', () => {
  it('is a word to the citizen, and answers nothing', () => {
    const story = new TicketStory('mon 09:00').requests('mon 11:00', 'h', true);
    story.delivers('mon 11:01', 'h', { isFinal: false, isHolding: true });
    expect(story.sees('mon 12:00', 'first-response')).toEqual({ state: 'running', due: 'mon 13:00', spent: 180 });
    expect(story.sees('mon 12:00', 'periodic-update')).toEqual({ state: 'running', due: 'wed 11:01', spent: 59 });
  });

  it('takes no time from the party that has the ticket', () => {
    const story = new TicketStory('mon 09:00').requests('mon 11:00', 'h', true);
    expect(story.sees('mon 12:00', 'party-municipality')).toEqual({ state: 'running', due: 'tue 11:00', spent: 180 });
  });

  it('that did not arrive was no word, and opens nothing again', () => {
    const story = new TicketStory('mon 09:00').answers('mon 10:00').requests('mon 11:00', 'h', true);
    story.delivers('mon 11:01', 'h', { isFinal: false, isHolding: true }).fails('mon 11:30', 'h', true);
    expect(story.fold('mon 12:00').map(({ name, state }) => [name, state])).toEqual([
      ['first-response', 'met'],
      ['resolution', 'met'],
      ['party-municipality', 'met'],
    ]);
  });

  it('does not keep a ticket open that is done', () => {
    const story = new TicketStory('mon 09:00').requests('mon 11:00', 'h', true).becomes('mon 11:00', 'closed');
    story.delivers('mon 11:01', 'h', { isFinal: false, isHolding: true });
    expect(story.sees('mon 12:00', 'first-response').state).toBe('stopped: closed-without-answer');
    expect(story.fold('mon 12:00').map(({ name }) => name)).not.toContain('periodic-update');
  });
});
