import { useDeferredValue, useState, type ReactNode } from 'react';
import type { Language } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../use-t.ts';
import styles from './choices.module.css';

export interface Company {
  readonly companyId: string;
  readonly name: string;
  readonly languages: readonly Language[];
  readonly city?: string;
  readonly country?: string;
  readonly website?: string;
}
interface Found {
  readonly items: readonly Company[];
  readonly hasMore: boolean;
}

export function ChooseCompany({ onChoose }: { onChoose: (company: Company) => void }): ReactNode {
  const t = useT();
  const format = useFormat();
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim());
  const found = useGet<Found>(`/owner/companies?search=${encodeURIComponent(wanted)}`, {
    keepPrevious: true,
  });
  return (
    <Card title={t.share.who}>
      <TextField
        label={t.share.search}
        type="search"
        value={search}
        onChange={setSearch}
        autoComplete="off"
      />
      <Loaded query={found}>
        {({ items, hasMore }) => (
          <>
            <p className={styles.about} role="status">
              {items.length === 0 ? t.share.none : format.plural(t.share.found, items.length)}
            </p>
            <ul className={styles.list}>
              {items.map((company) => (
                <li key={company.companyId} className={styles.choice}>
                  <div>
                    <p className={styles.name} id={company.companyId}>
                      {company.name}
                    </p>
                    <p className={styles.about}>{about(company)}</p>
                  </div>
                  <Button aria-describedby={company.companyId} onPress={() => onChoose(company)}>
                    {t.word.next}
                  </Button>
                </li>
              ))}
            </ul>
            {hasMore && <p className={styles.about}>{t.share.more}</p>}
          </>
        )}
      </Loaded>
    </Card>
  );

  function about({ city, country, website, languages }: Company): string {
    const names = new Intl.DisplayNames(format.locale, { type: 'language' });
    const spoken = languages.map((language) => names.of(language) ?? language);
    const place = [city, country].filter(Boolean).join(', ');
    return [place, website, say(t.share.speaks, { languages: format.list(spoken) })]
      .filter(Boolean)
      .join(' · ');
  }
}
