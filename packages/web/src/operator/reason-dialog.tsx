import { useState, type ReactNode } from 'react';
import type { ApiProblem } from '../lib/problem.ts';
import { Confirm } from '../ui/confirm.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useT } from './use-t.ts';

/** A decision that somebody else reads the reason of. */
export function ReasonDialog(props: {
  title: string;
  lead: string;
  action: string;
  isOpen: boolean;
  isDanger?: boolean;
  isPending: boolean;
  problem: ApiProblem | null;
  onClose: () => void;
  onConfirm: (reason: string) => void;
  /** To be typed letter by letter before something that cannot be taken back. */
  typed?: { label: string; text: string };
}): ReactNode {
  const { lead, onConfirm, typed, ...confirm } = props;
  const t = useT();
  const [reason, setReason] = useState('');
  const [typedText, setTyped] = useState('');
  const isTyped = typed === undefined || typedText.trim() === typed.text;
  return (
    <Confirm {...confirm} onConfirm={() => isTyped && onConfirm(reason.trim())}>
      <p>{lead}</p>
      <TextField
        label={t.company.reason}
        hint={t.company.reasonHint}
        value={reason}
        onChange={setReason}
        maxLength={1_000}
        isLong
        isRequired
        autoFocus
      />
      {typed && (
        <TextField label={typed.label} hint={typed.text} value={typedText} onChange={setTyped} isRequired />
      )}
    </Confirm>
  );
}
