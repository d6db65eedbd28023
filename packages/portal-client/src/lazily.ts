/** An object of asynchronous functions that comes, with its code, at the first call; after a failure the next call tries again. It is no promise: one may be the outcome of another's load. */
export function lazily<T extends object>(load: () => Promise<T>): T {
  let loaded: Promise<T> | undefined;
  const ready = () => loaded ??= load().catch((thrown: unknown) => { loaded = undefined; throw thrown; });
  return new Proxy({} as T, { get: (_none, name) => (name === 'then' ? undefined : async (...args: unknown[]) => ((await ready()) as Record<PropertyKey, (...given: unknown[]) => unknown>)[name]!(...args)) });
}
