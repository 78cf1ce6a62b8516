import type { ReactNode } from 'react';
import styles from './icon.module.css';

/** Strokes on a grid of 24; what a portal needs it adds here. */
const PATHS = {
  home: 'M4 11.5 12 4l8 7.5M6 10v9h4.5v-5h3v5H18v-9',
  building: 'M5 20V5h9v15M14 10h5v10M3 20h18M8 9h3M8 13h3',
  list: 'M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01',
  flame: 'M12 3c.5 3.5 5 5.5 5 10a5 5 0 0 1-10 0c0-2 1-3.5 2-4.5.3 1.5 1 2.3 2 2.5 0-3-1-5 1-8z',
  share:
    'M8.5 13.3l7 4M15.5 6.7l-7 4M6 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM18 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM18 21a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  people:
    'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.5-3.5 3-5.5 6.5-5.5s6 2 6.5 5.5M16 5a3.5 3.5 0 0 1 0 6.5M18 15c2 .7 3.2 2.5 3.5 5',
  key: 'M8 15.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5zM11.75 11.75H21v3.5M17.5 12v2.5',
  history: 'M4.5 8.5A8.5 8.5 0 1 1 3.5 12M4 4.5v4h4M12 7.5V12l3 2',
  bell: 'M6 16.5V11a6 6 0 1 1 12 0v5.5l1.5 2h-15zM10 21h4',
  webhook: 'M4 12h4l2.5-7 4 14 2.5-7h3',
  file: 'M7 3.5h7l4 4V20.5H7zM14 3.5v4h4M10 12h5M10 16h5',
  inbox: 'M4 13.5 6.5 5h11l2.5 8.5V19H4zM4 13.5h5l1 2.5h4l1-2.5h5',
  gauge: 'M4 17a8.5 8.5 0 1 1 16 0M12 14l4-5M12 15.5a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4z',
  shield: 'M12 3.5 19 6v5.5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6z',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.7-4 3.5-6 7.5-6s6.8 2 7.5 6',
  settings:
    'M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  globe:
    'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM3.5 12h17M12 3.5c2.5 2.5 3.5 5.5 3.5 8.5s-1 6-3.5 8.5c-2.5-2.5-3.5-5.5-3.5-8.5s1-6 3.5-8.5z',
  theme: 'M12 20.5a8.5 8.5 0 1 0 0-17zM12 3.5a8.5 8.5 0 0 0 0 17',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5 10 17.5 19.5 7',
  chevron: 'M6 9.5 12 15.5 18 9.5',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  alert: 'M12 4 21 19.5H3zM12 10v4.5M12 17v.01',
  offline: 'M4 4l16 16M8.5 15.5a5 5 0 0 1 5.5-1M5 12a10 10 0 0 1 4.5-2.6M13 9.1A10 10 0 0 1 19 12M12 19v.01',
  plus: 'M12 5v14M5 12h14',
  search: 'M11 17.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM16 16l4.5 4.5',
} as const;

export type IconName = keyof typeof PATHS;

/** Beside a text, so it says nothing by itself. */
export function Icon({ name }: { name: IconName }): ReactNode {
  return (
    <svg className={styles.icon} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
