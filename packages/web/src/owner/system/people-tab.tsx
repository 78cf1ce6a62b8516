import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../../lib/api.ts';
import { say, useFormat } from '../../lib/format.ts';
import { useChange, useGet } from '../../lib/queries.ts';
import { useMe } from '../../lib/use-me.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import type { Gateway, List, Self } from '../api-types.ts';
import { useT } from '../use-t.ts';
import styles from './entries.module.css';
import { OfferForm } from './offer-form.tsx';

interface Member {
  readonly ownerId: string;
  readonly email: string;
  readonly role: 'MAIN' | 'CO_OWNER';
  readonly since: string;
}
interface Offer {
  readonly offerId: string;
  readonly kind: 'CO_OWNER' | 'TRANSFER';
  readonly email: string;
  readonly expiresAt: string;
}

/** Who has the system together, and how it changes hands. */
export default function PeopleTab({ system }: { system: Gateway }): ReactNode {
  const t = useT();
  const path = `/owner/gateways/${system.gatewayId}`;
  const members = useGet<List<Member>>(`${path}/co-owners`);
  const isMain = system.role === 'MAIN';
  return (
    <>
      <p className={styles.lead}>{t.people.lead}</p>
      <Loaded query={members}>
        {({ items }) => (
          <ul className={styles.list}>
            {items.map((member) => (
              <Person key={member.ownerId} member={member} path={path} isMain={isMain} />
            ))}
          </ul>
        )}
      </Loaded>
      {isMain && (
        <>
          <Offers path={path} />
          <OfferForm kind="co-owners" path={path} />
          <OfferForm kind="transfer" path={path} />
          <GiveUp system={system} />
        </>
      )}
    </>
  );
}

function Person(props: { member: Member; path: string; isMain: boolean }): ReactNode {
  const { member, path, isMain } = props;
  const t = useT();
  const format = useFormat();
  const go = useNavigate();
  const me = useMe() as Self | undefined;
  const [isAsked, setAsked] = useState(false);
  const isSelf = member.ownerId === me?.ownerId;
  const remove = useChange(() => call('DELETE', `${path}/co-owners/${member.ownerId}`), {
    refreshes: isSelf ? ['/owner/gateways?'] : [`${path}/co-owners`],
    onDone: () => {
      setAsked(false);
      if (isSelf) void go('/');
    },
  });
  const canRemove = member.role === 'CO_OWNER' && (isMain || isSelf);
  return (
    <li className={styles.entry}>
      <div className={styles.head}>
        <p>
          <strong>{member.email}</strong>{' '}
          <span className={styles.time}>{say(t.word.since, { when: format.date(member.since) })}</span>
        </p>
        <Badge>{member.role === 'MAIN' ? t.word.main : t.word.coOwner}</Badge>
      </div>
      {canRemove && (
        <div className={styles.actions}>
          <Button onPress={() => setAsked(true)}>{isSelf ? t.people.leave : t.word.remove}</Button>
        </div>
      )}
      <Confirm
        title={isSelf ? t.people.leaveTitle : say(t.people.removeTitle, { email: member.email })}
        action={isSelf ? t.people.leave : t.word.remove}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => remove.mutate()}
        isPending={remove.isPending}
        isDanger
        problem={remove.error}
      >
        <p>{isSelf ? t.people.leaveLead : t.people.removeLead}</p>
      </Confirm>
    </li>
  );
}

function Offers({ path }: { path: string }): ReactNode {
  const t = useT();
  const format = useFormat();
  const offers = useGet<List<Offer>>(`${path}/offers`).data?.items ?? [];
  const withdraw = useChange((offerId: string) => call('DELETE', `${path}/offers/${offerId}`), {
    refreshes: [`${path}/offers`],
  });
  if (offers.length === 0) return null;
  return (
    <Card title={t.people.offers}>
      {offers.map(({ offerId, kind, email, expiresAt }) => (
        <div key={offerId} className={styles.head}>
          <p>
            <strong>{email}</strong>{' '}
            <span className={styles.time}>
              {t.people.kinds[kind]}, {say(t.word.until, { when: format.date(expiresAt) })}
            </span>
          </p>
          <Button onPress={() => withdraw.mutate(offerId)} isPending={withdraw.isPending}>
            {t.people.withdraw}
          </Button>
        </div>
      ))}
      {withdraw.error && <ProblemBanner problem={withdraw.error} />}
    </Card>
  );
}

function GiveUp({ system }: { system: Gateway }): ReactNode {
  const t = useT();
  const go = useNavigate();
  const [isAsked, setAsked] = useState(false);
  const { gatewayId, isOwn } = system;
  const path = isOwn ? `/owner/own-gateways/${gatewayId}` : `/owner/gateways/${gatewayId}`;
  const release = useChange(() => call('DELETE', path), {
    refreshes: ['/owner/gateways?', '/owner/contracts'],
    onDone: () => void go('/'),
  });
  const action = isOwn ? t.people.removeOwn : t.people.release;
  const lead = isOwn ? t.people.removeOwnLead : t.people.releaseLead;
  return (
    <Card title={action} hint={lead}>
      <div>
        <Button look="danger" onPress={() => setAsked(true)}>
          {action}
        </Button>
      </div>
      <Confirm
        title={isOwn ? t.people.removeOwnTitle : t.people.releaseTitle}
        action={action}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => release.mutate()}
        isPending={release.isPending}
        isDanger
        problem={release.error}
      >
        <p>{lead}</p>
      </Confirm>
    </Card>
  );
}
