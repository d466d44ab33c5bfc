import type { PageAsset, WhatsappNumber } from './options.js';

/** An account that calls are about: which token opens it, and under which business its usage is counted. */
export type Account =
  | { readonly kind: 'page'; readonly id: string; readonly page: PageAsset }
  | { readonly kind: 'instagram'; readonly id: string; readonly page: PageAsset }
  | { readonly kind: 'phone'; readonly id: string; readonly number: WhatsappNumber }
  | { readonly kind: 'waba'; readonly id: string; readonly number: WhatsappNumber };

export class Assets {
  private readonly accounts = new Map<string, Account>();
  private readonly tokensOf = new Map<string, Set<string>>();

  constructor(pages: readonly PageAsset[], numbers: readonly WhatsappNumber[]) {
    for (const page of pages) {
      this.add({ kind: 'page', id: page.id, page }, [page.token]);
      if (page.instagramId !== undefined) {
        this.add({ kind: 'instagram', id: page.instagramId, page }, [page.token, page.instagramToken]);
      }
    }
    for (const number of numbers) {
      this.add({ kind: 'phone', id: number.phoneNumberId, number }, [number.token]);
      this.add({ kind: 'waba', id: number.wabaId, number }, [number.token]);
    }
  }

  find(id: string): Account | undefined {
    return this.accounts.get(id);
  }

  ids(): readonly string[] {
    return [...this.accounts.keys()];
  }

  opens(token: string, accountId: string): boolean {
    return this.tokensOf.get(accountId)?.has(token) === true;
  }

  isToken(token: string): boolean {
    return [...this.tokensOf.values()].some((tokens) => tokens.has(token));
  }

  accountsOf(token: string): readonly string[] {
    return [...this.tokensOf].filter(([, tokens]) => tokens.has(token)).map(([id]) => id);
  }

  private add(account: Account, tokens: readonly (string | undefined)[]): void {
    this.accounts.set(account.id, account);
    // Numbers of one WhatsApp business share its account, and each of their tokens opens it.
    const known = this.tokensOf.get(account.id) ?? new Set<string>();
    for (const token of tokens) {
      if (token !== undefined) {
        known.add(token);
      }
    }
    this.tokensOf.set(account.id, known);
  }
}
