import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { useNavigate } from 'react-router';
import type { OnboardingResult, OnboardingState } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { refresh, useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Stack } from '../../ui/stack.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import { LinksDialog, type Links } from '../companies/links-dialog.tsx';
import { Row } from '../row.tsx';
import { useT } from '../use-t.ts';
import { AccessFields } from './access-fields.tsx';
import { documentOf, draftOf, type Draft } from './draft.ts';
import { OwnerFields } from './owner-fields.tsx';
import { ReviewDialog } from './review-dialog.tsx';
import { WebhookFields } from './webhook-fields.tsx';

export interface FieldsProps {
  readonly draft: Draft;
  readonly change: (change: Partial<Draft>) => void;
  /** What the server says of the part of the document at this pointer. */
  readonly errorAt: (pointer: string) => string | undefined;
}

/** Nothing is written before the server has told what would change. */
export function OnboardingForm({ state }: { state: OnboardingState }): ReactNode {
  const t = useT().onboarding;
  const go = useNavigate();
  const { companyId, version } = state;
  const url = `/operator/companies/${companyId}/onboarding`;
  const [draft, setDraft] = useState(() => draftOf(state.onboarding));
  const [links, setLinks] = useState<Links | null>(null);
  const review = useChange(() =>
    call<OnboardingResult>('PUT', `${url}?dryRun=true`, { body: documentOf(companyId, draft) }),
  );
  const queries = useQueryClient();
  const leave = () => void go(`/companies/${companyId}`);
  const save = useChange(
    () =>
      call<OnboardingResult>('PUT', url, {
        body: documentOf(companyId, draft),
        headers: { 'if-match': `"${version}"` },
      }),
    {
      onDone: ({ firstKey, administrator }) => {
        review.reset();
        if (firstKey || administrator) setLinks({ firstKey, administrator });
        else {
          showToast({ tone: 'ok', text: t.saved });
          leave();
        }
      },
    },
  );
  const errors = review.error?.errors ?? [];
  const fields: FieldsProps = {
    draft,
    change: (change) => {
      setDraft((before) => ({ ...before, ...change }));
      // A field that is marked as wrong would keep the form from being sent again.
      if (review.error) review.reset();
    },
    errorAt: (pointer) => {
      const here = errors.filter(
        (error) => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`),
      );
      return here.length === 0 ? undefined : here.map(({ message }) => message).join('; ');
    },
  };
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        review.mutate();
      }}
    >
      <Stack>
        <AccessFields {...fields} />
        <OwnerFields {...fields} />
        <WebhookFields {...fields} />
        {review.error && <ProblemBanner problem={review.error} />}
        <Row>
          <Button type="submit" look="main" isPending={review.isPending}>
            {t.review}
          </Button>
        </Row>
      </Stack>
      <ReviewDialog
        result={review.data ?? null}
        isPending={save.isPending}
        problem={save.error}
        onClose={() => {
          review.reset();
          save.reset();
        }}
        onSave={() => save.mutate()}
        onReload={() => void refresh(queries, url)}
      />
      <LinksDialog
        links={links}
        onClose={() => {
          setLinks(null);
          leave();
        }}
      />
    </Form>
  );
}
