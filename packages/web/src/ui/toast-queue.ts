import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components/Toast';

export interface ToastContent {
  readonly text: string;
  readonly tone: 'ok' | 'bad';
}

/** Long enough to read twice; a failure stays until it is closed. */
const SHOWN_MS = 6_000;
const VISIBLE_MAX = 3;

export const toasts = new ToastQueue<ToastContent>({ maxVisibleToasts: VISIBLE_MAX });

/** Says that something was done, or failed, without taking the person away from where they are. */
export function showToast(content: ToastContent): void {
  toasts.add(content, content.tone === 'ok' ? { timeout: SHOWN_MS } : {});
}
