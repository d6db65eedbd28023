/** An object of asynchronous functions whose code is loaded with the first call. */
export const lazily = <T extends object>(load: () => Promise<T>): T => {
  let loaded: Promise<T> | undefined;
  return new Proxy({} as T, { get: (_none, name: string) => async (...args: unknown[]) => ((await (loaded ??= load().catch((thrown) => { loaded = undefined; throw thrown; }))) as unknown as Record<string, (...given: unknown[]) => unknown>)[name]!(...args) });
};
