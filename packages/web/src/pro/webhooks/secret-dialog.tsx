import type { ReactNode } from 'react';
import type { WebhookWithSecret } from '@hearthgate/wire';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useT } from '../use-t.ts';

/** The secret, which is told this once, or the public key of an endpoint that has none. */
export function SecretDialog({
  webhook,
  onClose,
}: {
  webhook: WebhookWithSecret;
  onClose: () => void;
}): ReactNode {
  const t = useT();
  const { secret, publicKeys = [] } = webhook;
  return (
    <Dialog
      title={t.webhooks.secretMade}
      isOpen
      isKept
      onClose={onClose}
      actions={
        <Button look="main" onPress={onClose}>
          {t.words.done}
        </Button>
      }
    >
      {secret === undefined ? (
        publicKeys.map(({ publicKey }) => (
          <CopyField key={publicKey} label={t.webhooks.signatures.ED25519} value={publicKey} />
        ))
      ) : (
        <CopyField label={t.webhooks.secret} value={secret} hint={t.webhooks.secretLead} />
      )}
    </Dialog>
  );
}
