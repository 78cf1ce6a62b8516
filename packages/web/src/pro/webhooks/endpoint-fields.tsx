import type { ReactNode } from 'react';
import type { NewWebhook } from '@hearthgate/wire';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useT } from '../use-t.ts';
import { EVENT_TYPES } from './event-types.ts';
import styles from './webhooks.module.css';

export interface Wish {
  readonly name: string;
  readonly url: string;
  readonly eventTypes: NonNullable<NewWebhook['eventTypes']>;
  readonly batch: number;
  readonly delivery: 'AT_LEAST_ONCE' | 'ONCE';
}

const BATCH_MAX = 100;

/** What somebody chooses of an endpoint, when it is made and when it is changed. */
export function EndpointFields({
  wish,
  onChange,
}: {
  wish: Wish;
  onChange: (wish: Wish) => void;
}): ReactNode {
  const t = useT();
  const set = (change: Partial<Wish>) => onChange({ ...wish, ...change });
  return (
    <>
      <TextField
        label={t.webhooks.url}
        hint={t.webhooks.urlHint}
        type="url"
        value={wish.url}
        onChange={(url) => set({ url })}
        isRequired
      />
      <TextField
        label={t.webhooks.name}
        hint={t.webhooks.nameHint}
        value={wish.name}
        onChange={(name) => set({ name })}
        pattern="[A-Za-z0-9][A-Za-z0-9._\-]{0,63}"
      />
      <fieldset className={styles.types}>
        <legend className={styles.legend}>{t.webhooks.types}</legend>
        <div className={styles.columns}>
          {EVENT_TYPES.map((type) => (
            <Checkbox
              key={type}
              isSelected={wish.eventTypes.includes(type)}
              onChange={(is) =>
                set({
                  eventTypes: is ? [...wish.eventTypes, type] : wish.eventTypes.filter((one) => one !== type),
                })
              }
            >
              <code>{type}</code>
            </Checkbox>
          ))}
        </div>
      </fieldset>
      <div className={styles.pair}>
        <Select
          label={t.webhooks.delivery}
          options={(['AT_LEAST_ONCE', 'ONCE'] as const).map((id) => ({
            id,
            label: t.webhooks.deliveries[id],
          }))}
          value={wish.delivery}
          onChange={(delivery) => set({ delivery })}
        />
        <TextField
          label={t.webhooks.batch}
          type="number"
          inputMode="numeric"
          value={String(wish.batch)}
          onChange={(text) => set({ batch: Math.min(BATCH_MAX, Math.max(1, Math.round(Number(text)) || 1)) })}
        />
      </div>
    </>
  );
}
