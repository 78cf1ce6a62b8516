import { useId, useState, type ReactNode } from 'react';
import { useTexts } from '../lib/texts.tsx';
import { Button } from './button.tsx';
import styles from './copy-field.module.css';
import field from './field.module.css';

/** A value to take along, such as a secret that is shown once. */
export function CopyField({
  label,
  value,
  hint,
}: {
  label: string;
  value: string;
  hint?: string;
}): ReactNode {
  const t = useTexts();
  const id = useId();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    // Without HTTPS there is no clipboard: the value is selected, for the keyboard to copy it.
    await navigator.clipboard?.writeText(value).then(
      () => setCopied(true),
      () => undefined,
    );
    const output = document.getElementById(id);
    if (output) getSelection()?.selectAllChildren(output);
  };
  return (
    <div className={field.field}>
      <span className={field.label} id={`${id}-label`}>
        {label}
      </span>
      <div className={styles.row}>
        <code id={id} className={styles.value} aria-labelledby={`${id}-label`}>
          {value}
        </code>
        <Button
          icon={isCopied ? 'check' : 'copy'}
          aria-describedby={`${id}-label`}
          onPress={() => void copy()}
        >
          {isCopied ? t.ui.copied : t.ui.copy}
        </Button>
      </div>
      {hint !== undefined && <p className={field.hint}>{hint}</p>}
    </div>
  );
}
