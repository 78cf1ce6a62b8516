import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type Key, type ReactNode } from 'react';
import styles from './virtual-list.module.css';

export interface VirtualListProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  /** How many there are in all, of which `rows` are here so far. */
  readonly total: number;
  readonly keyOf: (row: Row) => Key;
  readonly rowHeight: number;
  readonly row: (row: Row) => ReactNode;
  /** The end of `rows` came into sight. */
  readonly onEnd?: () => void;
}

/** A list of thousands: only what is in sight is in the page, and screen readers still know how long it is. */
export function VirtualList<Row>(props: VirtualListProps<Row>): ReactNode {
  const { label, rows, total, keyOf, rowHeight, row, onEnd } = props;
  const view = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => view.current,
    estimateSize: () => rowHeight,
    getItemKey: (at) => keyOf(rows[at] as Row),
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= rows.length - 1 && rows.length > 0 && rows.length < total) onEnd?.();
  }, [last, rows.length, total, onEnd]);
  return (
    <div ref={view} className={styles.view} tabIndex={0} role="region" aria-label={label}>
      <ul className={styles.list} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, key, start }) => (
          <li
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            aria-setsize={total}
            aria-posinset={index + 1}
            className={styles.row}
            style={{ transform: `translateY(${start}px)` }}
          >
            {row(rows[index] as Row)}
          </li>
        ))}
      </ul>
    </div>
  );
}
