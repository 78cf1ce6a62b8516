import { firstLanguage } from '../lib/texts.tsx';

/** Here, because the texts may be what could not be loaded. */
const WORDS = {
  en: ['The page could not be started.', 'Load it again'],
  de: ['Die Seite konnte nicht gestartet werden.', 'Neu laden'],
  nl: ['De pagina kon niet worden gestart.', 'Opnieuw laden'],
  fr: ['La page n’a pas pu démarrer.', 'La recharger'],
  sv: ['Sidan kunde inte startas.', 'Ladda om'],
} as const;

/** When nothing else can be shown any more: a sentence and a way out instead of an empty page. */
export function showFatal(error: unknown): void {
  console.error(error);
  const [sentence, action] = WORDS[firstLanguage()];
  const text = document.createElement('p');
  text.textContent = sentence;
  text.role = 'alert';
  const button = document.createElement('button');
  button.textContent = action;
  button.addEventListener('click', () => location.reload());
  document.body.replaceChildren(text, button);
}
