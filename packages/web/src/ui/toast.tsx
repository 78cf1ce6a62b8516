import type { ReactNode } from 'react';
import {
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components/Toast';
import { useTexts } from '../lib/texts.tsx';
import { Button } from './button.tsx';
import styles from './toast.module.css';
import { toasts } from './toast-queue.ts';

/** Once, at the end of the page. */
export function Toasts(): ReactNode {
  const t = useTexts();
  return (
    <ToastRegion queue={toasts} className={styles.region}>
      {({ toast }) => (
        <Toast toast={toast} className={styles.toast} data-tone={toast.content.tone}>
          <ToastContent className={styles.text}>
            <span slot="title">{toast.content.text}</span>
          </ToastContent>
          <Button slot="close" look="quiet" icon="close" aria-label={t.ui.close} />
        </Toast>
      )}
    </ToastRegion>
  );
}
