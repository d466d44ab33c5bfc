import { type FakeArticle, type FakeChange, type FakeTicket, type FakeUser, Refusal } from './records.js';

type Params = Readonly<Record<string, unknown>>;

const STATES = ['new', 'open', 'pending reminder', 'pending close', 'closed', 'merged', 'removed'];
const PRIORITIES = ['1 low', '2 normal', '3 high'];
const ARTICLE_TYPES = ['note', 'web', 'email', 'phone', 'chat'];

export interface DeskOptions {
  readonly groups: readonly string[];
  readonly now: () => number;
  /** Without it, Zammad drops the attribute in silence. */
  readonly hasReferenceAttribute: boolean;
}

function text(value: unknown, otherwise = ''): string {
  return typeof value === 'string' ? value : otherwise;
}

function params(value: unknown): Params {
  return typeof value === 'object' && value !== null ? (value as Params) : {};
}

/** Users, tickets and articles with the rules of Zammad that matter to an integration. */
export class Desk {
  readonly users: FakeUser[] = [];
  readonly tickets: FakeTicket[] = [];
  readonly articles: FakeArticle[] = [];
  readonly changes: FakeChange[] = [];
  readonly #options: DeskOptions;
  #lastId = 100;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** All or nothing: what can be refused is checked before anything is kept. */
  createTicket(body: Params, byId: number): FakeTicket {
    if (!this.#options.groups.includes(text(body['group']))) {
      throw new Refusal(422, `No lookup value found for 'group': ${JSON.stringify(body['group'])}`);
    }
    if (text(body['title']) === '') {
      throw new Refusal(422, 'Title is missing');
    }
    const article = params(body['article']);
    this.#checkArticle(article);
    const ticket: FakeTicket = {
      id: this.#nextId(),
      number: `22${this.#lastId}`,
      title: text(body['title']),
      group: text(body['group']),
      customer_id: this.#customer(params(body['customer'])).id,
      note: text(body['note']),
      ...(this.#options.hasReferenceAttribute ? { schakel_ref: text(body['schakel_ref']) } : {}),
      state: text(body['state'], 'new'),
      priority: text(body['priority'], '2 normal'),
      updated_by_id: byId,
      updated_at: this.#nowText(),
    };
    this.tickets.push(ticket);
    this.#addArticle(ticket.id, article, byId);
    return ticket;
  }

  createArticle(body: Params, byId: number): FakeArticle {
    const ticket = this.ticket(Number(body['ticket_id']));
    this.#checkArticle(body);
    this.#touch(ticket, byId);
    return this.#addArticle(ticket.id, body, byId);
  }

  changeTicket(id: number, body: Params, byId: number): FakeTicket {
    const ticket = this.ticket(id);
    this.#checkChange('state', body['state'], STATES);
    this.#checkChange('priority', body['priority'], PRIORITIES);
    if (body['article'] !== undefined) {
      this.#checkArticle(params(body['article']));
    }
    this.#change(ticket, 'state', body['state']);
    this.#change(ticket, 'priority', body['priority']);
    this.#touch(ticket, byId);
    if (body['article'] !== undefined) {
      this.#addArticle(id, params(body['article']), byId);
    }
    return ticket;
  }

  ticket(id: number): FakeTicket {
    const ticket = this.tickets.find((each) => each.id === id);
    if (ticket === undefined) {
      throw new Refusal(404, `Couldn't find Ticket with 'id'=${id}`);
    }
    return ticket;
  }

  articlesOf(ticketId: number): readonly FakeArticle[] {
    return this.articles.filter((each) => each.ticket_id === this.ticket(ticketId).id);
  }

  /** A search by condition reads the database, so it shows what is there now. */
  search(condition: Params): readonly FakeTicket[] {
    const wanted = Object.entries(condition);
    if (wanted.length !== 1 || wanted[0]?.[0] !== 'ticket.schakel_ref' || !this.#options.hasReferenceAttribute) {
      throw new Refusal(422, 'Invalid condition');
    }
    return this.tickets.filter((each) => each.schakel_ref === params(wanted[0]?.[1])['value']);
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #nowText(): string {
    return new Date(this.#options.now()).toISOString();
  }

  #touch(ticket: FakeTicket, byId: number): void {
    ticket.updated_by_id = byId;
    ticket.updated_at = this.#nowText();
  }

  #change(ticket: FakeTicket, field: 'state' | 'priority', value: unknown): void {
    if (typeof value === 'string' && ticket[field] !== value) {
      ticket[field] = value;
      this.changes.push({ ticketId: ticket.id, field, value });
    }
  }

  #checkChange(name: string, value: unknown, allowed: readonly string[]): void {
    if (value !== undefined && !allowed.includes(text(value))) {
      throw new Refusal(422, `No lookup value found for '${name}': ${JSON.stringify(value)}`);
    }
  }

  #checkArticle(article: Params): void {
    if (typeof article['body'] !== 'string') {
      throw new Refusal(422, 'Need at least article: { body: "some text" }');
    }
    this.#checkChange('type', article['type'], ARTICLE_TYPES);
  }

  #addArticle(ticketId: number, body: Params, byId: number): FakeArticle {
    const article: FakeArticle = {
      id: this.#nextId(),
      ticket_id: ticketId,
      subject: text(body['subject']),
      body: text(body['body']),
      content_type: text(body['content_type'], 'text/plain'),
      type: text(body['type'], 'note'),
      sender: text(body['sender'], 'Agent'),
      internal: body['internal'] === true,
      message_id: typeof body['message_id'] === 'string' ? body['message_id'] : null,
      created_by_id: byId,
      created_at: this.#nowText(),
    };
    this.articles.push(article);
    return article;
  }

  /** Found by login, or made, in the transaction of the ticket (app/controllers/tickets_controller.rb, `create`). */
  #customer(customer: Params): FakeUser {
    const login = text(customer['login']).toLowerCase();
    const known = this.users.find((each) => each.login === login);
    if (known !== undefined) {
      return known;
    }
    if (login === '') {
      throw new Refusal(
        422,
        'Minimum one identifier (login, firstname, lastname, phone or email) for user is required.',
      );
    }
    const user = { id: this.#nextId(), login, firstname: text(customer['firstname']) };
    this.users.push(user);
    return user;
  }
}
