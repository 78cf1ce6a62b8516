import { useState, type ReactNode } from 'react';
import type { Language } from '@hearthgate/wire';
import { LANGUAGES } from '@hearthgate/wire/languages';
import { say, useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Table } from '../../ui/table.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useT } from '../use-t.ts';
import styles from './consent-text.module.css';

export interface ConsentVersion {
  readonly version: string;
  readonly effectiveFrom: string;
  readonly requiredForRemoteControl: boolean;
}

export type ConsentTexts = Readonly<Record<Language, string>>;

export function Component(): ReactNode {
  const t = useT();
  const format = useFormat();
  const [shown, setShown] = useState<string | null>(null);
  const versions = useGet<{ items: readonly ConsentVersion[] }>('/operator/consents');
  const publish = (
    <LinkButton to="/consents/new" look="main" icon="plus">
      {t.consents.publish}
    </LinkButton>
  );
  return (
    <Stack>
      <PageHeader title={t.consents.title} lead={t.consents.lead} actions={publish} />
      <Loaded query={versions}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="file" title={t.consents.empty} actions={publish}>
              {t.consents.emptyLead}
            </EmptyState>
          ) : (
            <Card>
              <Table
                label={t.consents.title}
                rows={items.toReversed()}
                keyOf={({ version }) => version}
                columns={[
                  { id: 'version', title: t.consents.version, cell: ({ version }) => version },
                  {
                    id: 'from',
                    title: t.consents.from,
                    cell: ({ effectiveFrom }) => format.dateTime(effectiveFrom),
                  },
                  {
                    id: 'required',
                    title: t.consents.required,
                    cell: ({ requiredForRemoteControl: isRequired }) => (
                      <Badge tone={isRequired ? 'info' : 'none'}>{isRequired ? t.list.yes : t.list.no}</Badge>
                    ),
                  },
                  {
                    id: 'read',
                    title: t.consents.texts,
                    cell: ({ version }) => (
                      <Button look="quiet" onPress={() => setShown(version)}>
                        {t.consents.read}
                      </Button>
                    ),
                  },
                ]}
              />
            </Card>
          )
        }
      </Loaded>
      <Dialog
        title={say(t.consents.textOf, { version: shown ?? '' })}
        isOpen={shown !== null}
        onClose={() => setShown(null)}
      >
        {shown !== null && <Texts version={shown} />}
      </Dialog>
    </Stack>
  );
}

function Texts({ version }: { version: string }): ReactNode {
  const t = useT();
  const { locale } = useFormat();
  const read = useGet<{ texts: ConsentTexts }>(`/operator/consents/${version}`);
  const names = new Intl.DisplayNames(locale, { type: 'language' });
  return (
    <Loaded query={read}>
      {({ texts }) => (
        <Tabs
          label={t.consents.texts}
          tabs={LANGUAGES.map((id) => ({
            id,
            label: names.of(id) ?? id,
            content: (
              <p lang={id} className={styles.text}>
                {texts[id]}
              </p>
            ),
          }))}
        />
      )}
    </Loaded>
  );
}
