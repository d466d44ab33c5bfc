export interface Page {
  readonly limit: number;
  readonly maxId: string | undefined;
  readonly sinceId: string | undefined;
  readonly minId: string | undefined;
}

export function pageIn(query: URLSearchParams, usual: number, most: number): Page {
  const limit = Number(query.get('limit') ?? usual);
  return {
    limit: Number.isInteger(limit) && limit > 0 ? Math.min(limit, most) : usual,
    maxId: query.get('max_id') ?? undefined,
    sinceId: query.get('since_id') ?? undefined,
    minId: query.get('min_id') ?? undefined,
  };
}

function number(id: string): bigint {
  return /^\d{1,30}$/.test(id) ? BigInt(id) : 0n;
}

/**
 * The part of a list that a page shows, the newest first. `min_id` gives those right after it, `since_id` the newest of
 * all, which may leave a gap.
 */
export function onPage<T extends { readonly id: string }>(oldestFirst: readonly T[], page: Page): readonly T[] {
  const { limit, maxId, sinceId, minId } = page;
  const after = number(minId ?? sinceId ?? '0');
  const within = oldestFirst.filter(
    ({ id }) => number(id) > after && (maxId === undefined || number(id) < number(maxId)),
  );
  return (minId === undefined ? within.slice(-limit) : within.slice(0, limit)).toReversed();
}

/** Addresses of the pages beside this one, as Mastodon puts them in a header. */
export function linksTo(url: URL, shown: readonly { readonly id: string }[]): Readonly<Record<string, string>> {
  const [newest, oldest] = [shown[0], shown.at(-1)];
  if (newest === undefined || oldest === undefined) {
    return {};
  }
  const beside = (name: string, id: string): string => {
    const other = new URL(url);
    for (const old of ['max_id', 'since_id', 'min_id']) {
      other.searchParams.delete(old);
    }
    other.searchParams.set(name, id);
    return other.href;
  };
  return { link: `<${beside('max_id', oldest.id)}>; rel="next", <${beside('min_id', newest.id)}>; rel="prev"` };
}
