/** A value that is there, or will be. What memory holds is not waited for: a promise costs more than the look-up. */
export type Soon<T> = T | Promise<T>;

/** Goes on with the value, at once where it is there. */
export function andThen<T, R>(value: Soon<T>, next: (value: T) => Soon<R>): Soon<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** Two values that do not wait for each other. */
export function both<A, B>(a: Soon<A>, b: Soon<B>): Soon<[A, B]> {
  return a instanceof Promise || b instanceof Promise ? Promise.all([a, b]) : [a, b];
}
