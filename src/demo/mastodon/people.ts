import { BoundedMap } from '../basics/bounded-map.js';

/** Somebody with an account, here or on another instance. */
export interface Person {
  readonly id: string;
  readonly username: string;
  /** Undefined for accounts of this instance. */
  readonly host: string | undefined;
  readonly name: string;
  readonly isBot: boolean;
}

/** A citizen as a test or the demo names one: `user` of this instance, or `user@host`. */
export interface CitizenInput {
  readonly handle: string;
  readonly name: string;
  readonly isBot?: boolean;
}

const MOST_CITIZENS = 20_000;
const FIRST_ID = 110_000_000_000_000_000n;

/** Everybody whom this instance knows. It knows who wrote, and who was mentioned by somebody who knew them. */
export class People {
  private readonly owners = new Map<string, Person>();
  private readonly citizens = new BoundedMap<Person>(MOST_CITIZENS);
  private count = 0;

  /** An account of a municipality: never forgotten. */
  settle(input: CitizenInput): Person {
    const person = this.personOf(input);
    this.owners.set(input.handle.toLowerCase(), person);
    return person;
  }

  meet(input: CitizenInput): Person {
    const known = this.find(input.handle);
    if (known !== undefined) {
      return known;
    }
    const person = this.personOf(input);
    this.citizens.set(input.handle.toLowerCase(), person);
    return person;
  }

  find(handle: string): Person | undefined {
    const key = handle.toLowerCase();
    return this.owners.get(key) ?? this.citizens.get(key);
  }

  private personOf({ handle, name, isBot = false }: CitizenInput): Person {
    const [username = '', host] = handle.split('@');
    this.count += 1;
    return { id: String(FIRST_ID + BigInt(this.count)), username, host, name, isBot };
  }
}

/** As this instance writes it: its own accounts without a host. */
export function acctOf({ username, host }: Person): string {
  return host === undefined ? username : `${username}@${host}`;
}
