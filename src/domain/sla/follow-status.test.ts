import { describe, expect, it } from '@jest/globals';
import { storyTerms, TicketStory } from '../../../test/support/sla/ticket-story.js';

describe('the resolution', () => {
  it('runs from the opening until the ticket is answered', () => {
    const story = new TicketStory('mon 10:00').becomes('mon 11:00', 'in-progress');
    expect(story.sees('tue 12:00', 'resolution')).toEqual({ state: 'running', due: 'thu 10:00', spent: 600 });
    story.answers('wed 10:00');
    expect(story.sees('fri 10:00', 'resolution')).toEqual({ state: 'met', due: 'thu 10:00', spent: 960 });
  });

  it('is met by closing, and late after the deadline', () => {
    const closed = new TicketStory('mon 10:00').becomes('thu 10:00', 'closed');
    expect(closed.sees('fri 10:00', 'resolution')).toEqual({ state: 'met', due: 'thu 10:00', spent: 1440 });
    const late = new TicketStory('mon 10:00').becomes('thu 10:01', 'closed');
    expect(late.sees('fri 10:00', 'resolution')).toEqual({ state: 'met-late', due: 'thu 10:00', spent: 1441 });
  });

  it('has ended when an answered ticket is closed, and does not end again', () => {
    const story = new TicketStory('mon 10:00').answers('mon 12:00').becomes('fri 12:00', 'closed');
    expect(story.sees('mon2 10:00', 'resolution')).toEqual({ state: 'met', due: 'thu 10:00', spent: 120 });
    expect(story.fold('mon2 10:00').filter(({ name }) => name === 'resolution')).toHaveLength(1);
  });
});

describe('waiting for the citizen', () => {
  it('stops the time that the policy says, and shows no deadline: nobody knows when a citizen answers', () => {
    const story = new TicketStory('mon 10:00').becomes('mon 12:00', 'waiting');
    expect(story.sees('wed 12:00', 'resolution')).toEqual({ state: 'paused: waiting', due: null, spent: 120 });
  });

  it('leaves running what the policy does not name', () => {
    const story = new TicketStory('mon 10:00').becomes('mon 12:00', 'waiting');
    expect(story.sees('mon 13:00', 'first-response')).toEqual({ state: 'running', due: 'mon 14:00', spent: 180 });
  });

  it('goes on afterwards with the working time that was left', () => {
    const story = new TicketStory('mon 10:00').becomes('mon 12:00', 'waiting').asks('fri 09:00');
    // 1,320 of 1,440 minutes were left: two days and six hours.
    expect(story.sees('fri 10:00', 'resolution')).toEqual({ state: 'running', due: 'tue2 15:00', spent: 180 });
  });

  it('counts each wait once, however many there were', () => {
    const story = new TicketStory('mon 10:00');
    story.becomes('mon 11:00', 'waiting').becomes('mon 12:00', 'in-progress');
    story.becomes('mon 13:00', 'waiting').becomes('mon 13:30', 'waiting').asks('mon 14:00');
    expect(story.sees('mon 15:00', 'resolution')).toEqual({ state: 'running', due: 'thu 12:00', spent: 180 });
  });

  it('is over for a ticket that is closed from it', () => {
    const story = new TicketStory('mon 10:00').becomes('mon 12:00', 'waiting').becomes('wed 12:00', 'closed');
    expect(story.sees('fri 12:00', 'resolution')).toEqual({ state: 'met', due: null, spent: 120 });
    story.becomes('fri 13:00', 'in-progress');
    expect(story.sees('fri 14:00', 'resolution')).toEqual({ state: 'running', due: 'wed2 11:00', spent: 180 });
  });

  it('does not excuse a clock that was over before', () => {
    const story = new TicketStory('mon 10:00').becomes('thu 10:01', 'waiting');
    expect(story.sees('fri 12:00', 'resolution')).toEqual({ state: 'breached', due: 'thu 10:00', spent: 1441 });
    expect(story.asks('fri 13:00').sees('fri 14:00', 'resolution').due).toBe('thu 10:00');
  });
});

describe('waking from a wait', () => {
  const almostOver = (): TicketStory => new TicketStory('mon 10:00').becomes('thu 09:55', 'waiting');

  it('never finds the clock breached: who gets the ticket back has the grace at least', () => {
    const story = almostOver().asks('fri 09:00');
    expect(story.sees('fri 09:00', 'resolution')).toEqual({ state: 'running', due: 'fri 09:30', spent: 1435 });
    expect(story.sees('fri 09:29', 'resolution').state).toBe('running');
    expect(story.sees('fri 09:30', 'resolution').state).toBe('breached');
  });

  it('counts the grace in working time', () => {
    expect(almostOver().asks('fri 20:00').sees('sat 10:00', 'resolution').due).toBe('mon2 09:30');
  });

  it('gives the grace after each wait, and no more than it', () => {
    const story = almostOver().asks('fri 09:00').becomes('fri 09:20', 'waiting').asks('fri 12:00');
    expect(story.sees('fri 12:10', 'resolution')).toEqual({ state: 'running', due: 'fri 12:30', spent: 1465 });
  });

  it('adds nothing where more than the grace was left', () => {
    const story = new TicketStory('mon 10:00').becomes('thu 09:00', 'waiting').asks('fri 09:00');
    expect(story.sees('fri 09:00', 'resolution').due).toBe('fri 10:00');
  });

  it('gives a clock of a few minutes no more than its whole time again', () => {
    const story = new TicketStory('mon 10:00', { terms: storyTerms({ resolution: 10 }) });
    story.becomes('mon 10:09', 'waiting').asks('mon 12:00');
    expect(story.sees('mon 12:00', 'resolution')).toEqual({ state: 'running', due: 'mon 12:10', spent: 9 });
  });

  it('gives nothing where the policy gives nothing', () => {
    const terms = storyTerms({ resolution: 60 }, { resumeGraceMinutes: 0 });
    const story = new TicketStory('mon 10:00', { terms }).becomes('mon 10:59', 'waiting').asks('mon 12:00');
    expect(story.sees('mon 12:00', 'resolution')).toEqual({ state: 'running', due: 'mon 12:01', spent: 59 });
  });
});

describe('a ticket that is opened again', () => {
  it('goes on with the time that was left, where the policy says so', () => {
    const story = new TicketStory('mon 10:00').answers('mon 12:00').asks('wed 09:00');
    expect(story.sees('wed 10:00', 'resolution')).toEqual({ state: 'running', due: 'fri 15:00', spent: 180 });
    expect(story.fold('wed 10:00').filter(({ name }) => name === 'resolution')).toHaveLength(1);
  });

  it('wakes with the grace at least', () => {
    const story = new TicketStory('mon 10:00').answers('thu 09:50').asks('fri 09:00');
    expect(story.sees('fri 09:00', 'resolution')).toEqual({ state: 'running', due: 'fri 09:30', spent: 1430 });
  });

  it('starts its time again, where the policy says so, and keeps how the first was met', () => {
    const terms = storyTerms(undefined, { onReopen: 'restart' });
    const story = new TicketStory('mon 10:00', { terms }).answers('mon 12:00').asks('wed 09:00');
    expect(story.sees('wed 10:00', 'resolution', 1)).toEqual({ state: 'met', due: 'thu 10:00', spent: 120 });
    expect(story.sees('wed 10:00', 'resolution', 2)).toEqual({ state: 'running', due: 'fri 17:00', spent: 60 });
  });

  it('is opened by an answer that failed after it', () => {
    const story = new TicketStory('mon 10:00').answers('mon 11:00').requests('mon 12:00', 'b').fails('mon 13:00', 'b');
    expect(story.sees('mon 14:00', 'resolution')).toEqual({ state: 'running', due: 'thu 12:00', spent: 120 });
  });

  it('goes on for the party that has it, with the time of that party in all', () => {
    const terms = storyTerms(undefined, { onReopen: 'restart' });
    const story = new TicketStory('mon 10:00', { terms }).answers('mon 12:00').asks('wed 09:00');
    expect(story.sees('wed 10:00', 'party-municipality')).toEqual({ state: 'running', due: 'wed 17:00', spent: 180 });
  });
});

describe('a ticket that went on in another', () => {
  const merged = (): TicketStory =>
    new TicketStory('mon 10:00')
      .becomes('mon 11:00', 'waiting')
      .tell('mon 12:00', { type: 'ticket.merged', into: 't2', by: 'api' });

  it('has no clock that runs, and no verdict', () => {
    expect(
      merged()
        .fold('fri 10:00')
        .map(({ name, state, reason, spentMs }) => [name, state, reason, spentMs]),
    ).toEqual([
      ['first-response', 'stopped', 'merged', 7_200_000],
      ['resolution', 'stopped', 'merged', 3_600_000],
      ['party-municipality', 'stopped', 'merged', 3_600_000],
    ]);
  });

  it('keeps a breach from before', () => {
    const story = new TicketStory('mon 10:00').tell('mon 15:00', { type: 'ticket.merged', into: 't2', by: 'api' });
    expect(story.sees('fri 10:00', 'first-response').state).toBe('breached');
    expect(story.sees('fri 10:00', 'resolution').state).toBe('stopped: merged');
  });

  it('does not wait any more, should it be opened again', () => {
    const story = merged().becomes('tue 10:00', 'in-progress');
    expect(story.sees('tue 11:00', 'resolution', 2)).toEqual({ state: 'running', due: 'fri 10:00', spent: 60 });
  });
});

describe('a ticket that takes in another', () => {
  const absorbed = (story: TicketStory, awaitingSinceMs: number | null): TicketStory =>
    story.tell('wed 10:00', { type: 'ticket.absorbed', from: 't2', by: 'api', awaitingSinceMs, replyUntilMs: null });
  const tuesdayMs = Date.UTC(2026, 10, 24, 15);

  it('owes the answer that was owed there, since then, and is open again', () => {
    const story = absorbed(new TicketStory('mon 10:00').answers('mon 12:00'), tuesdayMs);
    expect(story.sees('wed 09:30', 'next-response')).toEqual({ state: 'running', due: 'wed 10:00', spent: 90 });
    expect(story.sees('wed 11:00', 'resolution')).toEqual({ state: 'running', due: 'fri 16:00', spent: 180 });
  });

  it('owes one answer where both were waited for, since the earlier message', () => {
    const story = absorbed(new TicketStory('wed 09:00'), tuesdayMs);
    expect(story.sees('wed 09:30', 'first-response')).toEqual({ state: 'running', due: 'wed 12:00', spent: 90 });
    expect(story.fold('wed 10:30').map(({ name }) => name)).not.toContain('next-response');
  });

  it('stays as it is when nobody waited there', () => {
    const story = absorbed(new TicketStory('mon 10:00').answers('mon 12:00'), null);
    expect(story.fold('wed 11:00').map(({ state }) => state)).toEqual(['met', 'met', 'met']);
  });

  it('keeps its own reply window, which is where the answer goes out', () => {
    const fact = { type: 'ticket.absorbed', from: 't2', by: 'api', awaitingSinceMs: tuesdayMs } as const;
    const story = new TicketStory('wed 09:00', { until: 'thu 09:00' });
    story.tell('wed 10:00', { ...fact, replyUntilMs: Date.UTC(2026, 10, 25, 9, 30) });
    expect(story.sees('wed 10:00', 'first-response').due).toBe('wed 12:00');
  });
});
