import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { LANGUAGES } from '@hearthgate/wire/languages';
import type {
  CompanySettings,
  CompanySettingsPatch,
  CompanySettingsResult,
  Language,
} from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { useChange } from '../../lib/queries.ts';
import { LANGUAGE_NAMES } from '../../shell/language-names.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import { useT } from '../use-t.ts';
import styles from './company.module.css';

type Lists = 'ipAllowList' | 'redirectUris' | 'webhookHosts';

/** Sends what was changed, with the version that it was made from: who was later learns of it. */
export function SettingsForm({
  settings,
  isAdmin,
}: {
  settings: CompanySettings;
  isAdmin: boolean;
}): ReactNode {
  const t = useT();
  const texts = t.company.settings;
  const [languages, setLanguages] = useState<readonly Language[]>(settings.languages);
  const [ipMode, setIpMode] = useState(settings.ipMode);
  const [lists, setLists] = useState<Record<Lists, string>>({
    ipAllowList: settings.ipAllowList.join('\n'),
    redirectUris: settings.redirectUris.join('\n'),
    webhookHosts: settings.webhookHosts.join('\n'),
  });
  const patch = changesOf(settings, {
    languages: [...languages],
    ipMode,
    ipAllowList: linesOf(lists.ipAllowList),
    redirectUris: linesOf(lists.redirectUris),
    webhookHosts: linesOf(lists.webhookHosts),
  });
  const save = useChange(
    () =>
      call<CompanySettingsResult>('PATCH', '/pro/company', {
        body: patch,
        headers: { 'if-match': `"${settings.version}"` },
      }),
    {
      refreshes: ['/pro/company', '/pro/me'],
      onDone: ({ warnings }) =>
        showToast({
          tone: 'ok',
          text:
            warnings.length === 0
              ? t.words.saved
              : [texts.warnings, ...warnings.map(({ message }) => message)].join(' '),
        }),
    },
  );
  const list = (name: Lists, label: string, hint: string) => (
    <TextField
      label={label}
      hint={hint}
      isLong
      isReadOnly={!isAdmin}
      spellCheck="false"
      value={lists[name]}
      onChange={(value) => setLists({ ...lists, [name]: value })}
    />
  );
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Card>
        <div className={styles.columns}>
          <div className={styles.group}>
            {list('ipAllowList', texts.addresses, texts.addressesHint)}
            <Select
              label={texts.mode}
              isDisabled={!isAdmin}
              options={(['ENFORCE', 'OBSERVE'] as const).map((id) => ({ id, label: texts.modes[id] }))}
              value={ipMode}
              onChange={setIpMode}
            />
          </div>
          {list('webhookHosts', texts.hosts, texts.hostsHint)}
          {list('redirectUris', texts.redirects, texts.redirectsHint)}
          <fieldset className={styles.group} disabled={!isAdmin}>
            <legend className={styles.legend}>{texts.languages}</legend>
            <div className={styles.languages}>
              {LANGUAGES.map((language) => (
                <Checkbox
                  key={language}
                  isDisabled={!isAdmin}
                  isSelected={languages.includes(language)}
                  onChange={(is) =>
                    setLanguages(is ? [...languages, language] : languages.filter((one) => one !== language))
                  }
                >
                  <span lang={language}>{LANGUAGE_NAMES[language]}</span>
                </Checkbox>
              ))}
            </div>
            <p className={styles.hint}>{texts.languagesHint}</p>
          </fieldset>
        </div>
        {save.error && save.error.code === 'version-conflict' ? (
          <Banner tone="warn" isAlert>
            <p>{texts.conflict}</p>
          </Banner>
        ) : (
          save.error && <ProblemBanner problem={save.error} />
        )}
        {isAdmin && (
          <div className={styles.foot}>
            <Button
              type="submit"
              look="main"
              isPending={save.isPending}
              isDisabled={Object.keys(patch).length === 0 || languages.length === 0}
            >
              {t.words.save}
            </Button>
          </div>
        )}
      </Card>
    </Form>
  );
}

function linesOf(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
}

function changesOf(before: CompanySettings, after: Required<CompanySettingsPatch>): CompanySettingsPatch {
  const changed = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof CompanySettings]),
  );
  return Object.fromEntries(changed);
}
