/** What people see under a post. */
export interface LinkedInEntry {
  /** Order in which the platform took things in. */
  readonly sequence: number;
  readonly post: string;
  /** URN of the comment; that of the post for what a post itself says. */
  readonly urn: string;
  readonly who: 'citizen' | 'page';
  readonly author: string;
  readonly text: string;
  readonly parent?: string;
}

export interface LinkedInFilter {
  readonly post?: string;
  readonly who?: LinkedInEntry['who'];
}

const MOST_ENTRIES = 5_000;

/** What people see. An answer that was published twice stands in it twice; what was deleted is gone. */
export class LinkedInTranscript {
  private entries: readonly LinkedInEntry[] = [];
  private sequence = 0;

  add(entry: Omit<LinkedInEntry, 'sequence'>): void {
    this.sequence += 1;
    this.entries = [...this.entries, { ...entry, sequence: this.sequence }].slice(-MOST_ENTRIES);
  }

  edit(urn: string, text: string): void {
    this.entries = this.entries.map((entry) => (entry.urn === urn ? { ...entry, text } : entry));
  }

  remove(urn: string): void {
    this.entries = this.entries.filter((entry) => entry.urn !== urn);
  }

  read(filter: LinkedInFilter = {}): readonly LinkedInEntry[] {
    return this.entries.filter(
      (entry) =>
        (filter.post === undefined || entry.post === filter.post) &&
        (filter.who === undefined || entry.who === filter.who),
    );
  }
}
