import { createContext, use, useCallback, useState, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { LANGUAGES } from '@hearthgate/wire/languages';
import type { Language } from '@hearthgate/wire';
import type { CommonTexts } from '../texts/en.ts';
import { setPage } from './api.ts';
import { readCookie, writeCookie } from './cookie.ts';
import { localeOf } from './locale.ts';
import { asProblem } from './problem.ts';
import { showToast } from '../ui/toast-queue.ts';

export type TextLoaders<T extends CommonTexts> = Readonly<Record<Language, () => Promise<{ texts: T }>>>;

interface Spoken {
  readonly texts: CommonTexts;
  readonly language: Language;
  /** Remembered by this browser. */
  readonly setLanguage: (language: Language) => void;
  /** The account's language holds until somebody chooses another here. */
  readonly suggestLanguage: (language: Language) => void;
}

const SpokenContext = createContext<Spoken | null>(null);

/** What was chosen here, else what the server chose by the browser's wishes. */
export function firstLanguage(): Language {
  const wished = [readCookie('hg-language'), document.documentElement.lang];
  return wished.find(isLanguage) ?? 'en';
}

/** Each language is a chunk of its own: the words of the page stay until the new ones are here. */
export function TextsProvider<T extends CommonTexts>(props: {
  load: TextLoaders<T>;
  first: { language: Language; texts: T };
  children: ReactNode;
}): ReactNode {
  const { load, first, children } = props;
  const [spoken, setSpoken] = useState<{ language: Language; texts: CommonTexts }>(first);
  const speak = useCallback(
    (language: Language) => {
      load[language]().then(
        ({ texts }) => {
          document.documentElement.lang = language;
          setPage({ language });
          setSpoken({ language, texts });
        },
        (error: unknown) => showToast({ tone: 'bad', text: asProblem(error).detail }),
      );
    },
    [load],
  );
  const setLanguage = useCallback(
    (language: Language) => {
      writeCookie('hg-language', language);
      speak(language);
    },
    [speak],
  );
  const suggestLanguage = useCallback(
    (language: Language) => {
      if (readCookie('hg-language') === undefined && document.documentElement.lang !== language)
        speak(language);
    },
    [speak],
  );
  return (
    <SpokenContext value={{ ...spoken, setLanguage, suggestLanguage }}>
      <I18nProvider locale={localeOf(spoken.language)}>{children}</I18nProvider>
    </SpokenContext>
  );
}

export function useSpoken(): Spoken {
  const spoken = use(SpokenContext);
  if (!spoken) throw new Error('not inside TextsProvider');
  return spoken;
}

/** The texts of the page's language. Each portal has a `useT` of its own that knows its texts. */
export function useTexts(): CommonTexts {
  return useSpoken().texts;
}

function isLanguage(value: string | undefined): value is Language {
  return (LANGUAGES as readonly (string | undefined)[]).includes(value);
}
