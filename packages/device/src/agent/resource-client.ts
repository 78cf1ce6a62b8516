/** What a gateway says to a `GET` of its resource tree. */
export type Answer =
  | { readonly status: 'found'; readonly resource: object }
  /** 404: this installation does not have it. */
  | { readonly status: 'absent' }
  /** 403: it has it and does not show it. */
  | { readonly status: 'forbidden' };

/** Reads resources; throws `GatewayAway` or `GatewayRefused`. */
export interface ResourceClient {
  get(path: string): Promise<Answer>;
}
