import { useEffect, type ReactNode } from 'react';
import { call } from '../lib/api.ts';
import { usePortal } from '../lib/portal-context.ts';
import { useChange } from '../lib/queries.ts';
import { useTexts } from '../lib/texts.tsx';
import { CopyField } from '../ui/copy-field.tsx';
import { ProblemBanner } from '../ui/problem-banner.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Stack } from '../ui/stack.tsx';
import { CodeForm } from './code-form.tsx';

interface Enrolment {
  readonly otpauthUri: string;
  readonly secret: string;
  readonly backupCodes: readonly string[];
}

/** A second factor for an account that has to have one: the secret for the app, the backup codes, then a first code. */
export function EnrolSecondFactor({ password, onBack }: { password: string; onBack: () => void }): ReactNode {
  const t = useTexts();
  const portal = usePortal();
  const { mutate, data, error } = useChange((given: string) =>
    call<Enrolment>('POST', `${portal.signIn}/second-factor`, { body: { password: given } }),
  );
  useEffect(() => mutate(password), [mutate, password]);
  if (error) return <ProblemBanner problem={error} />;
  if (!data) return <Skeleton />;
  return (
    <Stack kind="form">
      <CopyField label={t.signIn.secret} value={data.secret} />
      <a href={data.otpauthUri}>{t.signIn.openApp}</a>
      <CopyField
        label={t.signIn.backupCodes}
        value={data.backupCodes.join('\n')}
        hint={t.signIn.backupCodesHint}
      />
      <CodeForm path={`${portal.signIn}/second-factor/confirm`} onBack={onBack} />
    </Stack>
  );
}
