/** Goes back to a moment that was marked. */
export type Rewind = () => void;

type Collection = unknown[] | Map<unknown, unknown> | Set<unknown>;

/** Marks the present contents of collections, which others hold on to: they are put back in place. */
export function markContents(...collections: Collection[]): Rewind {
  const puts = collections.map(markOne);
  return () => {
    for (const put of puts) put();
  };
}

function markOne(collection: Collection): Rewind {
  if (Array.isArray(collection)) {
    const items = [...collection];
    return () => {
      collection.length = 0;
      for (const item of items) collection.push(item);
    };
  }
  if (collection instanceof Map) {
    const entries = [...collection];
    return () => {
      collection.clear();
      for (const [key, value] of entries) collection.set(key, value);
    };
  }
  const members = [...collection];
  return () => {
    collection.clear();
    for (const member of members) collection.add(member);
  };
}

/** Marks maps that only grow: what came later is dropped. */
export function markSizes(maps: Iterable<Map<unknown, unknown>>): Rewind {
  const sizes = [...maps].map((map) => [map, map.size] as const);
  return () => {
    for (const [map, size] of sizes) {
      if (map.size === size) continue;
      for (const key of [...map.keys()].slice(size)) map.delete(key);
    }
  };
}
