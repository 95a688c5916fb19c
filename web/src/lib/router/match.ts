// Patterns such as '/w/:slug/inbox/:conversationId?'. A trailing '?' makes the last part optional.
type Part<S extends string> = S extends `:${infer Name}?`
  ? { [K in Name]?: string }
  : S extends `:${infer Name}`
    ? { [K in Name]: string }
    : unknown;

export type Params<P extends string> = P extends `${infer Head}/${infer Rest}`
  ? Part<Head> & Params<Rest>
  : Part<P>;

export function match<P extends string>(pattern: P, path: string): Params<P> | undefined {
  const wanted = pattern.split('/').filter(Boolean);
  const given = path.split('/').filter(Boolean);
  if (given.length > wanted.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const value = given[i];
    if (!part.startsWith(':')) {
      if (part !== value) return undefined;
    } else if (value !== undefined) {
      const decoded = decode(value);
      if (decoded === undefined) return undefined;
      params[part.replace(/^:|\?$/g, '')] = decoded;
    } else if (!part.endsWith('?')) {
      return undefined;
    }
  }
  return params as Params<P>;
}

export function build<P extends string>(pattern: P, params: Params<P>): string {
  const values = params as Record<string, string | undefined>;
  const parts = pattern.split('/').flatMap((part) => {
    if (!part.startsWith(':')) return [part];
    const value = values[part.replace(/^:|\?$/g, '')];
    return value === undefined ? [] : [encodeURIComponent(value)];
  });
  return parts.join('/') || '/';
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
