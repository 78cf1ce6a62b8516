import { startAuthentication, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import type { ReactNode } from 'react';
import { call } from '../lib/api.ts';
import { say } from '../lib/format.ts';
import { usePortal } from '../lib/portal-context.ts';
import { useChange, useGet } from '../lib/queries.ts';
import { useTexts } from '../lib/texts.tsx';
import { Button } from '../ui/button.tsx';
import { ProblemBanner } from '../ui/problem-banner.tsx';
import styles from './sign-in-frame.module.css';
import { useEnter } from './use-enter.ts';

interface Options {
  readonly passkeys: boolean;
  readonly oidc: { readonly name: string } | null;
}

/** A passkey or an account elsewhere, where the server offers them for this portal. */
export function OtherWays({ optionsPath }: { optionsPath: string }): ReactNode {
  const t = useTexts();
  const { signIn } = usePortal();
  const enter = useEnter();
  const offered = useGet<Options>(optionsPath).data;
  const passkey = useChange(
    async () => {
      const optionsJSON = await call<PublicKeyCredentialRequestOptionsJSON>(
        'POST',
        `${signIn}/sign-in/passkey/options`,
      );
      // Who dismisses the browser's question stays here.
      const response = await startAuthentication({ optionsJSON }).catch(() => null);
      if (response) await call('POST', `${signIn}/sign-in/passkey`, { body: { response } });
      return response !== null;
    },
    { onDone: (isIn) => isIn && void enter() },
  );
  const elsewhere = useChange(() => call<{ url: string }>('POST', `${signIn}/sign-in/oidc`, { body: {} }), {
    onDone: ({ url }) => location.assign(url),
  });
  const problem = passkey.error ?? elsewhere.error;
  return (
    <div className={styles.ways}>
      {offered?.passkeys === true && 'PublicKeyCredential' in window && (
        <Button icon="key" isWide onPress={() => passkey.mutate()} isPending={passkey.isPending}>
          {t.signIn.withPasskey}
        </Button>
      )}
      {offered?.oidc && (
        <Button isWide onPress={() => elsewhere.mutate()} isPending={elsewhere.isPending}>
          {say(t.signIn.withOther, { name: offered.oidc.name })}
        </Button>
      )}
      {problem && <ProblemBanner problem={problem} />}
    </div>
  );
}
