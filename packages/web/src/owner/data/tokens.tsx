import type { ReactNode } from 'react';
import { call } from '../../lib/api.ts';
import { say, useFormat } from '../../lib/format.ts';
import { useChange, useGet } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import type { List } from '../api-types.ts';
import { useT } from '../use-t.ts';
import styles from './data.module.css';
import { MakeSecret } from './make-secret.tsx';

interface Token {
  readonly tokenId: string;
  readonly name: string;
  readonly expiresAt: string;
}

const PATH = '/owner/tokens';

/** Tokens with which the owner's own programs read. */
export function Tokens(): ReactNode {
  const t = useT();
  const format = useFormat();
  const tokens = useGet<List<Token>>(PATH).data?.items ?? [];
  const remove = useChange((tokenId: string) => call('DELETE', `${PATH}/${tokenId}`), { refreshes: [PATH] });
  return (
    <Card title={t.data.tokens} hint={t.data.tokensLead} actions={<NewToken />}>
      {tokens.length === 0 && <p className={styles.soft}>{t.data.noTokens}</p>}
      {tokens.map(({ tokenId, name, expiresAt }) => (
        <div key={tokenId} className={styles.line}>
          <p>
            <strong>{name}</strong>{' '}
            <span className={styles.soft}>{say(t.data.expires, { when: format.date(expiresAt) })}</span>
          </p>
          <Button onPress={() => remove.mutate(tokenId)} isPending={remove.isPending}>
            {t.data.remove}
          </Button>
        </div>
      ))}
      {remove.error && <ProblemBanner problem={remove.error} />}
    </Card>
  );
}

function NewToken(): ReactNode {
  const { data } = useT();
  return (
    <MakeSecret<{ token: string }>
      path={PATH}
      refreshes={PATH}
      secretOf={({ token }) => token}
      icon="key"
      days={[30, 90, 365]}
      firstDays={365}
      texts={{
        open: data.newToken,
        title: data.newToken,
        name: data.tokenName,
        made: data.token,
        make: data.makeToken,
      }}
    />
  );
}
