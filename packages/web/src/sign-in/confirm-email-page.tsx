import type { ReactNode } from 'react';
import { call } from '../lib/api.ts';
import { usePortal } from '../lib/portal-context.ts';
import { useChange } from '../lib/queries.ts';
import { useTexts } from '../lib/texts.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { ProblemBanner } from '../ui/problem-banner.tsx';
import { useLinkToken } from './link-token.ts';
import { NewConfirmation } from './new-confirmation.tsx';
import { SignInFrame } from './sign-in-frame.tsx';
import styles from './sign-in-frame.module.css';

/** Where the link that confirms an address leads. It asks for a press, so that what previews links does not use them up. */
export function Component(): ReactNode {
  const token = useLinkToken();
  return <ConfirmEmail key={token} token={token} />;
}

function ConfirmEmail({ token }: { token: string | null }): ReactNode {
  const t = useTexts();
  const { mailLinks = '', own } = usePortal();
  const confirm = useChange(() => call('POST', `${mailLinks}/confirm-email`, { body: { token } }), {
    refreshes: [`${own}/me`],
  });
  const isBroken = token === null || confirm.error?.code === 'link-not-valid';
  return (
    <SignInFrame title={t.signIn.confirmTitle}>
      <div className={styles.form}>
        {token === null && <Banner tone="warn">{t.signIn.linkMissing}</Banner>}
        {confirm.error && <ProblemBanner problem={confirm.error} />}
        {confirm.isSuccess ? (
          <>
            <Banner tone="ok" isAlert>
              {t.signIn.confirmDone}
            </Banner>
            <LinkButton to="/">{t.signIn.toPortal}</LinkButton>
          </>
        ) : isBroken ? (
          <NewConfirmation />
        ) : (
          <Button look="main" isWide onPress={() => confirm.mutate()} isPending={confirm.isPending}>
            {t.signIn.confirmTitle}
          </Button>
        )}
      </div>
    </SignInFrame>
  );
}
