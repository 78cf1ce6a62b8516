import type { ReactElement } from 'react';
import type { ButtonProps } from './button.tsx';

interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly onAction: () => void;
  /** For entries of which one holds now. */
  readonly isChosen?: boolean;
  readonly isDanger?: boolean;
  /** The language that the label is written in, where it is not the page's. */
  readonly lang?: string;
}

export interface MenuProps {
  readonly trigger: ReactElement<ButtonProps>;
  readonly label: string;
  readonly entries: readonly MenuEntry[];
}
