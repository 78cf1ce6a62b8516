import type { Component } from '@hearthgate/wire';

type WithoutStamp<C> = C extends Component ? Omit<C, 'asOf' | 'connectivity'> : never;

/** A component before it is told how old it is and whether its gateway is there. */
export type Unstamped<T extends Component['type'] = Component['type']> = WithoutStamp<
  Extract<Component, { type: T }>
>;
