import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { useNavigate } from 'react-router';
import { LANGUAGES } from '@hearthgate/wire/languages';
import type { Language } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { say, useFormat } from '../../lib/format.ts';
import { useChange, useGet } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Stack } from '../../ui/stack.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import { Filters } from '../filters.tsx';
import { Row } from '../row.tsx';
import { useT } from '../use-t.ts';
import type { ConsentTexts, ConsentVersion } from './consents-page.tsx';
import { ConcernsDialog, type Publication } from './concerns-dialog.tsx';

const EMPTY: ConsentTexts = { en: '', de: '', nl: '', fr: '', sv: '' };

/** A new text in all languages; whom it concerns is shown before anything is written. */
export function Component(): ReactNode {
  const t = useT().consents;
  const { locale } = useFormat();
  const go = useNavigate();
  const names = new Intl.DisplayNames(locale, { type: 'language' });
  const newest = useGet<{ items: readonly ConsentVersion[] }>('/operator/consents').data?.items.at(
    -1,
  )?.version;
  const [version, setVersion] = useState('');
  const [day, setDay] = useState('');
  const [isRequired, setRequired] = useState(false);
  const [texts, setTexts] = useState(EMPTY);
  const publish = (dryRun: boolean) =>
    call<Publication>('POST', '/operator/consents', {
      body: {
        version: version.trim(),
        effectiveFrom: `${day}T00:00:00.000Z`,
        requiredForRemoteControl: isRequired,
        texts,
        dryRun,
      },
    });
  const check = useChange(() => publish(true));
  const forGood = useChange(() => publish(false), {
    refreshes: ['/operator/consents'],
    onDone: ({ version: published }) => {
      showToast({ tone: 'ok', text: say(t.published, { version: published }) });
      void go('/consents');
    },
  });
  const copy = useChange(
    (from: string) => call<{ texts: ConsentTexts }>('GET', `/operator/consents/${from}`),
    { onDone: (given) => setTexts(given.texts) },
  );
  const write = (language: Language) => (text: string) =>
    setTexts((before) => ({ ...before, [language]: text }));
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        check.mutate();
      }}
    >
      <Stack>
        <PageHeader title={t.newTitle} lead={t.newLead} />
        <Card>
          <Filters>
            <TextField
              label={t.version}
              hint={t.versionHint}
              value={version}
              onChange={setVersion}
              pattern="[A-Za-z0-9.\-]{1,40}"
              isRequired
            />
            <TextField label={t.day} type="date" value={day} onChange={setDay} isRequired />
          </Filters>
          <Checkbox isSelected={isRequired} onChange={setRequired}>
            {t.requiredLong}
          </Checkbox>
        </Card>
        <Card
          title={t.texts}
          {...(newest !== undefined && {
            actions: (
              <Button icon="copy" isPending={copy.isPending} onPress={() => copy.mutate(newest)}>
                {say(t.copyFrom, { version: newest })}
              </Button>
            ),
          })}
        >
          {LANGUAGES.map((language) => (
            <TextField
              key={language}
              label={names.of(language) ?? language}
              lang={language}
              value={texts[language]}
              onChange={write(language)}
              maxLength={10_000}
              isLong
              isRequired
            />
          ))}
        </Card>
        {check.error && <ProblemBanner problem={check.error} />}
        <Row>
          <Button type="submit" look="main" isPending={check.isPending}>
            {t.check}
          </Button>
        </Row>
      </Stack>
      <ConcernsDialog
        publication={check.data ?? null}
        isPending={forGood.isPending}
        problem={forGood.error}
        onClose={() => {
          check.reset();
          forGood.reset();
        }}
        onPublish={() => forGood.mutate()}
      />
    </Form>
  );
}
