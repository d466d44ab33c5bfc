/** Why a token no longer works: the subcodes of error 190. */
export type TokenTrouble = 458 | 459 | 460 | 463 | 464 | 467;

/** Tokens that went bad. Meta announces none of this: callers learn it on their next call. */
export class Tokens {
  private readonly bad = new Map<string, TokenTrouble>();
  private readonly withheld = new Map<string, Set<string>>();
  private readonly ends = new Map<string, number>();

  spoil(token: string, trouble: TokenTrouble): void {
    this.bad.set(token, trouble);
  }

  restore(token: string): void {
    this.bad.delete(token);
  }

  /** The owner of the account takes a permission back. */
  withhold(token: string, scope: string): void {
    this.withheld.set(token, (this.withheld.get(token) ?? new Set()).add(scope));
  }

  isWithheld(token: string, scope: string): boolean {
    return this.withheld.get(token)?.has(scope) === true;
  }

  setEnd(token: string, atMs: number): void {
    this.ends.set(token, atMs);
  }

  /** UTC milliseconds; 0 for a token that ends by no date. */
  endOf(token: string): number {
    return this.ends.get(token) ?? 0;
  }

  troubleOf(token: string): TokenTrouble | undefined {
    return this.bad.get(token);
  }
}
