import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTexts } from '../lib/texts.tsx';
import { Button } from './button.tsx';
import styles from './dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Its buttons, the main one last. */
  readonly actions?: ReactNode;
  /** Something that must not be lost by a press beside it, such as a secret shown once. */
  readonly isKept?: boolean;
}

/** Above the page; on a phone a sheet from below. */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  actions,
  isKept = false,
}: DialogProps): ReactNode {
  const t = useTexts();
  return (
    <ModalOverlay
      className={styles.overlay}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={!isKept}
      isKeyboardDismissDisabled={isKept}
    >
      <Modal className={styles.modal}>
        <AriaDialog className={styles.dialog} role="dialog">
          <header className={styles.head}>
            <Heading slot="title" className={styles.title}>
              {title}
            </Heading>
            {!isKept && <Button look="quiet" icon="close" aria-label={t.ui.close} onPress={onClose} />}
          </header>
          <div className={styles.body}>{children}</div>
          {actions !== undefined && <footer className={styles.foot}>{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
