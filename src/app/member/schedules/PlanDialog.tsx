import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewPlan, Plan } from '../../../contract/plans.ts'
import type { Room } from '../../../contract/rooms.ts'
import { Field, TextArea } from '../../ui/Field.tsx'
import { useMember } from '../parts/context.tsx'
import { useDraft } from '../parts/drafts.ts'
import { FormDialog } from '../parts/FormDialog.tsx'
import { useNotify } from '../parts/notify.tsx'
import { PlanEndFields } from './PlanEndFields.tsx'
import { PlanPreview } from './PlanPreview.tsx'
import { PlanTimeFields } from './PlanTimeFields.tsx'
import { initialFields, missingIn, planIn } from './plan-draft.ts'
import { usePlanProblem } from './plan-problems.ts'
import { usePlansChanged } from './plans.ts'

interface PlanDialogProps {
  room: Room
  /** The plan that is changed; left out: a new one. */
  plan?: Plan
  onClose: () => void
}

/** Plans a meeting, or changes what is planned: at `/{room}?plan`, or `?plan={id}`. */
export function PlanDialog({ room, plan, onClose }: PlanDialogProps) {
  const { t } = useTranslation('plans')
  const notify = useNotify()
  const draft = useDraft(`plan:${room.address}:${plan?.id ?? ''}`, initialFields(plan))
  const [isTried, setTried] = useState(false)
  const { fields } = draft
  const wanted = planIn(fields)
  const preview = usePreview(room, plan, wanted)
  const save = useSave(room, plan, () => {
    draft.discard()
    notify({ kind: 'good', text: t('saved') })
    onClose()
  })
  const problemOf = usePlanProblem(save.error ?? preview.error, isTried ? missingIn(fields) : {})
  const change = (changed: Partial<typeof fields>) => {
    save.reset()
    draft.change(changed)
  }
  const form = { fields, change, problemOf }

  return (
    <FormDialog
      title={t(plan ? 'form_change' : 'form_new')}
      action={t(save.isPending ? 'saving' : 'save')}
      isBusy={save.isPending}
      problem={save.error}
      onSubmit={() => {
        setTried(true)
        if (wanted) save.mutate(wanted)
      }}
      onClose={() => {
        draft.discard()
        onClose()
      }}
    >
      <Field
        label={t('field_title')}
        hint={t('field_title_hint')}
        error={problemOf('title')}
        value={fields.title}
        onChange={(event) => change({ title: event.target.value })}
      />
      <PlanTimeFields {...form} />
      <PlanEndFields {...form} />
      <TextArea
        label={t('field_message')}
        hint={t('field_message_hint')}
        error={problemOf('message')}
        rows={3}
        maxLength={500}
        value={fields.message}
        onChange={(event) => change({ message: event.target.value })}
      />
      <PlanPreview wanted={wanted} preview={preview.error ? undefined : preview.data} />
    </FormDialog>
  )
}

/** Which dates it would have, as the proxy says, which will make them. */
function usePreview(room: Room, plan: Plan | undefined, wanted: NewPlan | null) {
  const { client } = useMember()
  const judged = wanted ?? { ...emptyPlan }
  // Words do not change dates: what is typed there asks for nothing.
  const body = { ...judged, title: '', message: '', ...(plan ? { id: plan.id } : {}) }
  return useQuery({
    ...client.query('plans.preview', { path: { room: room.address }, body }),
    enabled: wanted !== null,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

const emptyPlan: NewPlan = {
  title: '',
  message: '',
  start: '',
  timeZone: '',
  minutes: 0,
  repeat: 'none',
  ends: { kind: 'never' },
}

function useSave(room: Room, plan: Plan | undefined, onSaved: () => void) {
  const { client } = useMember()
  const changed = usePlansChanged(room.address)
  return useMutation({
    mutationFn: (body: NewPlan) =>
      plan
        ? client.call('plans.change', { path: { room: room.address, plan: plan.id }, body })
        : client.call('plans.create', { path: { room: room.address }, body }),
    onSuccess: async () => {
      await changed()
      onSaved()
    },
  })
}
