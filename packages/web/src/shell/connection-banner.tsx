import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useLiveState } from '../lib/live.tsx';
import { useTexts } from '../lib/texts.tsx';
import { Banner } from '../ui/banner.tsx';
import styles from './connection-banner.module.css';

/** A connection that comes back at once is not worth a word. */
const PATIENCE_MS = 4_000;

/** Says when what is shown may be old. */
export function ConnectionBanner(): ReactNode {
  const t = useTexts();
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  const state = useLiveState();
  const isLost = state === 'waiting' || state === 'connecting';
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!isLost) return undefined;
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isLost]);
  const text = !isOnline ? t.ui.offline : isLate ? t.ui.notLive : null;
  // There from the beginning, so that screen readers hear what comes into it.
  return (
    <div role="status" className={styles.place}>
      {text !== null && <Banner tone="warn">{text}</Banner>}
    </div>
  );
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
