import type { ReactNode } from 'react';
import { say } from '../lib/format.ts';
import { usePortal } from '../lib/portal-context.ts';
import { useTexts } from '../lib/texts.tsx';
import { TextField } from '../ui/text-field.tsx';

/** The server takes no longer one. */
const PASSWORD_MAX = 128;

interface NewPasswordProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoFocus?: boolean;
}

/** A password that is chosen now, with what the portal asks of it. */
export function NewPasswordField(props: NewPasswordProps): ReactNode {
  const t = useTexts();
  const { passwordMin } = usePortal();
  return (
    <TextField
      {...props}
      hint={say(t.signIn.passwordHint, { n: passwordMin })}
      type="password"
      name="password"
      autoComplete="new-password"
      minLength={passwordMin}
      maxLength={PASSWORD_MAX}
      isRequired
    />
  );
}
