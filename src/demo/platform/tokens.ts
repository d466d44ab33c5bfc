/** Why a token no longer works: the subcodes of error 190. */
export type TokenTrouble = 458 | 459 | 460 | 463 | 464 | 467;

/** Tokens that went bad. Meta announces none of this: callers learn it on their next call. */
export class Tokens {
  private readonly bad = new Map<string, TokenTrouble>();

  spoil(token: string, trouble: TokenTrouble): void {
    this.bad.set(token, trouble);
  }

  restore(token: string): void {
    this.bad.delete(token);
  }

  troubleOf(token: string): TokenTrouble | undefined {
    return this.bad.get(token);
  }
}
