import { describe, expect, it } from '@jest/globals';
import { TicketStory } from '../../../test/support/sla/ticket-story.js';
import { at } from '../../../test/support/sla/story-time.js';

function responses(story: TicketStory, moment: string): string[] {
  return story
    .fold(moment)
    .filter(({ name }) => name.endsWith('-response'))
    .map(({ name, round, state, reason }) => [name, round, state, reason].filter((part) => part !== null).join(' '));
}

describe('an answer that was written before the citizen asked again', () => {
  const overtaken = (): TicketStory =>
    new TicketStory('mon 09:00', { until: 'tue 09:00' })
      .requests('mon 10:00', 'a')
      .asks('mon 10:30', { until: 'tue 10:30' });

  it('answers what was asked before, and the new question runs on from when it was asked', () => {
    const story = overtaken().delivers('mon 11:00', 'a');
    expect(story.sees('mon 11:30', 'first-response')).toEqual({ state: 'met', due: 'mon 13:00', spent: 120 });
    expect(story.sees('mon 11:30', 'next-response')).toEqual({ state: 'running', due: 'mon 12:30', spent: 60 });
    expect(story.clock('mon 11:30', 'next-response').windowAtMs).toBe(at('tue 10:30'));
  });

  it('does not make the ticket answered', () => {
    const story = overtaken().delivers('mon 11:00', 'a');
    expect(story.sees('mon 12:00', 'resolution').state).toBe('running');
    expect(story.sees('mon 12:00', 'periodic-update').state).toBe('running');
  });

  it('leaves the question to the next answer', () => {
    const story = overtaken().delivers('mon 11:00', 'a').answers('mon 12:00');
    expect(story.sees('mon 15:00', 'next-response')).toEqual({ state: 'met', due: 'mon 12:30', spent: 90 });
    expect(story.sees('mon 15:00', 'resolution').state).toBe('met');
  });

  it('answers nothing that a later answer left: that one knew both, and came first', () => {
    const story = overtaken().requests('mon 10:40', 'b').delivers('mon 10:50', 'b').delivers('mon 11:00', 'a');
    expect(responses(story, 'mon 12:00')).toEqual(['first-response 1 met']);
    expect(story.sees('mon 12:00', 'resolution').state).toBe('met');
  });

  it('answers what opened the ticket, also by a clock that is behind ours', () => {
    const story = new TicketStory('mon 09:00', { received: 'mon 09:02' }).requests('mon 09:01', 'a');
    expect(responses(story.delivers('mon 09:03', 'a'), 'mon 12:00')).toEqual(['first-response 1 met']);
  });

  it('does not touch a wait that began after it was written', () => {
    const story = new TicketStory('mon 09:00').requests('mon 10:00', 'a').answers('mon 10:10').asks('mon 10:30');
    story.delivers('mon 11:00', 'a');
    expect(story.sees('mon 11:30', 'next-response')).toEqual({ state: 'running', due: 'mon 12:30', spent: 60 });
  });

  it('does not answer what was still on its way to us when it was written', () => {
    const story = new TicketStory('mon 09:00').requests('mon 10:28', 'a').asks('mon 10:20', { received: 'mon 10:30' });
    expect(responses(story.delivers('mon 11:00', 'a'), 'mon 11:30')).toEqual([
      'first-response 1 met',
      'next-response 1 running',
    ]);
  });

  it('is the last word although thanks came while it was under way', () => {
    const story = new TicketStory('mon 09:00')
      .requests('mon 10:00', 'a')
      .thanks('mon 10:30')
      .delivers('mon 11:00', 'a');
    expect(responses(story, 'mon 12:00')).toEqual(['first-response 1 met']);
    expect(story.sees('mon 12:00', 'resolution').state).toBe('met');
  });

  it('leaves a question without an answer in a ticket that was closed meanwhile, and owed when it opens again', () => {
    const story = overtaken().becomes('mon 10:45', 'closed').delivers('mon 11:00', 'a');
    expect(responses(story, 'mon 12:00')).toEqual([
      'first-response 1 met',
      'next-response 1 stopped closed-without-answer',
    ]);
    expect(responses(story.becomes('mon 12:00', 'in-progress'), 'mon 12:10')).toEqual([
      'first-response 1 met',
      'next-response 1 running',
    ]);
  });

  it('answers what was closed without an answer when it arrives after all', () => {
    const story = new TicketStory('mon 09:00').requests('mon 10:00', 'a').fails('mon 10:10', 'a');
    story.becomes('mon 10:20', 'closed').delivers('mon 10:30', 'a').becomes('mon 11:00', 'in-progress');
    expect(responses(story, 'mon 12:00')).toEqual(['first-response 1 stopped closed-without-answer']);
  });
});

describe('what leaves with a split', () => {
  const gone = (story: TicketStory, moment: string, ...messageIds: readonly string[]): TicketStory =>
    story.tell(moment, { type: 'ticket.split', into: 't2', messageIds, by: 'api' });

  it('takes its wait along when nobody asked anything else', () => {
    const story = gone(new TicketStory('mon 09:00').answers('mon 10:00').asks('mon 11:00'), 'mon 11:30', 'mon 11:00');
    expect(story.sees('tue 09:00', 'next-response')).toEqual({ state: 'stopped: split', due: 'mon 13:00', spent: 30 });
    expect(story.sees('tue 09:00', 'resolution').state).toBe('running');
  });

  it('takes the first response along too, and a later question is a first one', () => {
    const story = gone(new TicketStory('mon 09:00').thanks('mon 09:30'), 'mon 10:00', 'm0').asks('mon 11:00');
    expect(responses(story, 'mon 11:30')).toEqual(['first-response 1 stopped split', 'first-response 2 running']);
    expect(story.sees('mon 11:30', 'first-response')).toEqual({ state: 'running', due: 'mon 15:00', spent: 30 });
  });

  it('leaves the wait to the earliest question that stays', () => {
    const story = new TicketStory('mon 09:00').asks('mon 10:00').asks('mon 11:00');
    gone(story, 'mon 11:30', 'm0');
    expect(story.sees('mon 12:00', 'first-response')).toEqual({ state: 'running', due: 'mon 14:00', spent: 120 });
    gone(story, 'mon 12:00', 'mon 11:00');
    expect(story.sees('mon 12:00', 'first-response')).toEqual({ state: 'running', due: 'mon 14:00', spent: 120 });
    expect(responses(story, 'mon 12:00')).toEqual(['first-response 1 running']);
  });

  it('does not come back when the ticket is closed and opened again', () => {
    const story = new TicketStory('mon 09:00').thanks('mon 09:30').becomes('mon 10:00', 'closed');
    gone(story, 'mon 10:30', 'm0').becomes('mon 11:00', 'in-progress');
    expect(responses(story, 'mon 12:00')).toEqual(['first-response 1 stopped closed-without-answer']);
  });

  it('was no thanks in which somebody may yet see a question', () => {
    const story = new TicketStory('mon 09:00').answers('mon 10:00').thanks('mon 10:05');
    gone(story, 'mon 10:30', 'mon 10:05').becomes('mon 11:00', 'in-progress');
    expect(responses(story, 'mon 12:00')).toEqual(['first-response 1 met']);
  });

  it('asks nothing here, whichever was told first', () => {
    const story = gone(new TicketStory('mon 09:00').answers('mon 10:00'), 'mon 11:00', 'mon 11:30').asks('mon 11:30');
    expect(responses(story, 'mon 12:00')).toEqual(['first-response 1 met']);
  });
});

describe('an answer that was under way in a ticket when it was merged into this one', () => {
  const absorbing = (story: TicketStory, since: string | null, moment = 'mon 11:00'): TicketStory =>
    story.tell(moment, {
      ...{ type: 'ticket.absorbed', from: 't2', by: 'api', replyUntilMs: null },
      awaitingSinceMs: since === null ? null : at(since),
    });
  const waits = (story: TicketStory, moment: string, since: string | null): TicketStory =>
    story.tell(moment, { type: 'absorbed.waiting', from: 't2', sinceMs: since === null ? null : at(since) });

  it('ends the wait when it was for that answer', () => {
    const story = absorbing(new TicketStory('mon 09:00').answers('mon 09:30'), 'mon 10:00');
    waits(story, 'mon 11:30', null);
    expect(story.sees('mon 13:00', 'next-response')).toEqual({ state: 'met', due: 'mon 12:00', spent: 90 });
    expect(story.sees('mon 13:00', 'resolution').state).toBe('running');
  });

  it('is late when it is', () => {
    const story = absorbing(new TicketStory('mon 09:00').answers('mon 09:30'), 'mon 10:00');
    expect(waits(story, 'mon 12:30', null).sees('mon 13:00', 'next-response').state).toBe('met-late');
  });

  it('leaves the clock running for who waits here longer', () => {
    const story = waits(absorbing(new TicketStory('mon 09:00'), 'mon 10:00'), 'mon 11:30', null);
    expect(story.sees('mon 12:00', 'first-response')).toEqual({ state: 'running', due: 'mon 13:00', spent: 180 });
  });

  it('leaves who began to wait here later with a clock of that question', () => {
    const story = waits(absorbing(new TicketStory('mon 10:30'), 'mon 10:00'), 'mon 11:30', null);
    expect(responses(story, 'mon 12:00')).toEqual(['first-response 1 met', 'next-response 1 running']);
    expect(story.sees('mon 12:00', 'next-response').due).toBe('mon 12:30');
  });

  it('leaves what was asked there after it was written', () => {
    const story = absorbing(new TicketStory('mon 09:00').answers('mon 09:30'), 'mon 10:00');
    waits(story, 'mon 11:30', 'mon 10:45');
    expect(responses(story, 'mon 12:00')).toEqual([
      'first-response 1 met',
      'next-response 1 met',
      'next-response 2 running',
    ]);
    expect(story.sees('mon 12:00', 'next-response').due).toBe('mon 12:45');
  });

  it('counts also when it is told to have arrived just before the merge', () => {
    const story = new TicketStory('mon 09:00').answers('mon 09:30');
    waits(absorbing(story, 'mon 10:00', 'mon 11:00'), 'mon 10:59', null);
    expect(responses(story, 'mon 12:00')).toEqual(['first-response 1 met']);
  });

  it('answered nobody when the platform takes it back', () => {
    const story = absorbing(new TicketStory('mon 09:00').answers('mon 09:30'), 'mon 10:00');
    waits(waits(story, 'mon 11:30', null), 'mon 11:40', 'mon 10:00');
    expect(responses(story, 'mon 11:50')).toEqual(['first-response 1 met', 'next-response 1 running']);
    expect(story.sees('mon 11:50', 'next-response').due).toBe('mon 12:00');
  });

  it('changes nothing for what was answered here meanwhile', () => {
    const story = absorbing(new TicketStory('mon 09:00').answers('mon 09:30'), 'mon 10:00').answers('mon 11:15');
    waits(story, 'mon 11:30', 'mon 10:45');
    expect(responses(story, 'mon 12:00')).toEqual(['first-response 1 met', 'next-response 1 met']);
  });

  it('is not the word of an answer that was written here before the other ticket came', () => {
    const story = new TicketStory('mon 09:00').requests('mon 10:30', 'a');
    absorbing(story, 'mon 10:00').delivers('mon 11:30', 'a');
    expect(responses(story, 'mon 11:45')).toEqual(['first-response 1 met', 'next-response 1 running']);
    expect(story.sees('mon 11:45', 'next-response').due).toBe('mon 12:00');
  });
});
