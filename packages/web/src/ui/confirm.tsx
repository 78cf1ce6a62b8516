import type { ReactNode } from 'react';
import { useTexts } from '../lib/texts.tsx';
import type { ApiProblem } from '../lib/problem.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ProblemBanner } from './problem-banner.tsx';

export interface ConfirmProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** What it does, as the button's words: "End access", never "OK". */
  readonly action: string;
  readonly onConfirm: () => void;
  readonly isPending?: boolean;
  readonly isDanger?: boolean;
  readonly problem?: ApiProblem | null;
  readonly children: ReactNode;
}

/** Asks before something that cannot be taken back; says what failed and stays open. */
export function Confirm(props: ConfirmProps): ReactNode {
  const {
    title,
    isOpen,
    onClose,
    action,
    onConfirm,
    isPending = false,
    isDanger = false,
    problem,
    children,
  } = props;
  const t = useTexts();
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button look="quiet" onPress={onClose}>
            {t.ui.cancel}
          </Button>
          <Button look={isDanger ? 'danger' : 'main'} onPress={onConfirm} isPending={isPending}>
            {action}
          </Button>
        </>
      }
    >
      {children}
      {problem && <ProblemBanner problem={problem} />}
    </Dialog>
  );
}
