/** What a Zammad keeps. Names are Zammad's own; the fake shares no types with the adapter. */
export interface FakeUser {
  readonly id: number;
  readonly login: string;
  readonly firstname: string;
}

export interface FakeTicket {
  readonly id: number;
  readonly number: string;
  readonly title: string;
  readonly group: string;
  readonly customer_id: number;
  readonly note: string;
  readonly schakel_ref?: string;
  state: string;
  priority: string;
  updated_by_id: number;
  updated_at: string;
}

export interface FakeArticle {
  readonly id: number;
  readonly ticket_id: number;
  readonly subject: string;
  readonly body: string;
  readonly content_type: string;
  readonly type: string;
  readonly sender: string;
  readonly internal: boolean;
  readonly message_id: string | null;
  readonly created_by_id: number;
  readonly created_at: string;
}

/** A field of a ticket that really changed, as Zammad's history shows it. */
export interface FakeChange {
  readonly ticketId: number;
  readonly field: 'state' | 'priority';
  readonly value: string;
}

/** A refusal with Zammad's status and text (app/controllers/application_controller/handles_errors.rb). */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
