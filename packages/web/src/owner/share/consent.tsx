import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { Language } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { say } from '../../lib/format.ts';
import { useChange, useGet } from '../../lib/queries.ts';
import { useSpoken } from '../../lib/texts.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import type { OwnedContract } from '../api-types.ts';
import { useT } from '../use-t.ts';
import type { Company } from './choose-company.tsx';
import { endOf, type Wish } from './choose-scope.tsx';
import styles from './choices.module.css';

interface ConsentText {
  readonly version: string;
  readonly language: Language;
  readonly text: string;
}

/** The text in the owner's language, to the letter; agreeing and refusing are one press each. */
export function Consent(props: { gatewayId: string; company: Company; wish: Wish }): ReactNode {
  const { gatewayId, company, wish } = props;
  const t = useT();
  const go = useNavigate();
  const { language } = useSpoken();
  const text = useGet<ConsentText>(`/owner/consent-text?language=${language}`);
  const share = useChange(
    ({ version }: ConsentText) => {
      const validUntil = endOf(wish);
      const { companyId } = company;
      const { scope } = wish;
      const body = { gatewayId, companyId, consentVersion: version, language, scope };
      return call<OwnedContract>('POST', '/owner/contracts', {
        body: { ...body, ...(validUntil !== undefined && { validUntil }) },
      });
    },
    {
      refreshes: ['/owner/contracts'],
      onDone: ({ status }) => {
        const told = status === 'ACTIVE' ? t.share.doneActive : t.share.donePending;
        showToast({ tone: 'ok', text: say(told, { company: company.name }) });
        void go('/access');
      },
    },
  );
  const refuse = () => {
    showToast({ tone: 'ok', text: t.share.refused });
    void go('/access');
  };
  return (
    <Card title={t.share.consentTitle} hint={t.share.consentLead}>
      <Loaded query={text} lines={8}>
        {(consent) => (
          <>
            <div
              className={styles.consent}
              tabIndex={0}
              role="region"
              aria-label={t.share.consentTitle}
              lang={consent.language}
            >
              {consent.text}
            </div>
            {share.error && <ProblemBanner problem={share.error} />}
            <div className={styles.answers}>
              <Button isWide onPress={refuse}>
                {t.share.refuse}
              </Button>
              <Button look="main" isWide isPending={share.isPending} onPress={() => share.mutate(consent)}>
                {t.share.accept}
              </Button>
            </div>
          </>
        )}
      </Loaded>
    </Card>
  );
}
