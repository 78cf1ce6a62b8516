import type { ReactNode } from 'react';
import { call } from '../lib/api.ts';
import { usePortal } from '../lib/portal-context.ts';
import { useChange } from '../lib/queries.ts';
import { useTexts } from '../lib/texts.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { ProblemBanner } from '../ui/problem-banner.tsx';

/** Mails a new link to confirm the address to who is signed in; others sign in and come back. */
export function NewConfirmation(): ReactNode {
  const t = useTexts();
  const { mailLinks = '' } = usePortal();
  const ask = useChange(() => call('POST', `${mailLinks}/confirm-email/link`));
  if (ask.isSuccess)
    return (
      <Banner tone="ok" isAlert>
        {t.signIn.newLinkSent}
      </Banner>
    );
  if (ask.error?.code === 'sign-in-required')
    return (
      <ProblemBanner
        problem={ask.error}
        actions={<LinkButton to="/sign-in?next=/confirm-email">{t.signIn.title}</LinkButton>}
      />
    );
  return (
    <>
      {ask.error && <ProblemBanner problem={ask.error} />}
      <div>
        <Button isPending={ask.isPending} onPress={() => ask.mutate()}>
          {t.signIn.newLink}
        </Button>
      </div>
    </>
  );
}
