interface Numbered {
  readonly gatewayseq?: number;
  readonly parkedBefore?: number;
}

/**
 * Of the events of one gateway, as they arrived first: those that came before an older one without naming it, or one before
 * it, in `parkedBefore`.
 */
export function unnamedOvertakers<E extends Numbered>(first: readonly E[]): E[] {
  return first.filter((event, at) => {
    const { gatewayseq = 0, parkedBefore = Number.POSITIVE_INFINITY } = event;
    return first
      .slice(at + 1)
      .some(({ gatewayseq: later = 0 }) => later < gatewayseq && parkedBefore > later);
  });
}
