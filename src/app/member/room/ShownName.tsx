import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../ui/Field.tsx'
import { useDialogRoute } from '../parts/dialog-route.ts'
import { FormDialog } from '../parts/FormDialog.tsx'
import { useShownName } from './shown-name.ts'

/** As whom one is seen in the meeting, and the way to be seen by another name. */
export function ShownName() {
  const { t } = useTranslation('rooms')
  const { account, shown, keep } = useShownName()
  const dialog = useDialogRoute('name')
  if (account === '') return null
  return (
    <>
      <p className="quiet shown-name">
        <span>{t('shown_as', { name: shown })}</span>
        <button type="button" className="link-button" onClick={dialog.open}>
          {t('shown_change')}
        </button>
      </p>
      {dialog.isOpen && (
        <ShownNameDialog account={account} shown={shown} onKeep={keep} onClose={dialog.close} />
      )}
    </>
  )
}

interface ShownNameDialogProps {
  account: string
  shown: string
  onKeep: (name: string) => void
  onClose: () => void
}

/** At `/{room}?name`. What stays on this device needs no answer of the proxy; it judges the name when one goes in. */
function ShownNameDialog({ account, shown, onKeep, onClose }: ShownNameDialogProps) {
  const { t } = useTranslation('rooms')
  const [name, setName] = useState(shown)
  const [isRefused, setRefused] = useState(false)
  function submit() {
    if (name.trim() !== '' && (!visible.test(name) || /[<>]/.test(name))) return setRefused(true)
    onKeep(name)
    onClose()
  }
  return (
    <FormDialog
      title={t('shown_title')}
      action={t('save')}
      isBusy={false}
      problem={null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        label={t('shown_name')}
        hint={t('shown_name_hint', { name: account })}
        error={isRefused ? t('shown_name_characters') : undefined}
        value={name}
        maxLength={60}
        autoComplete="name"
        autoFocus
        onChange={(event) => {
          setRefused(false)
          setName(event.target.value)
        }}
      />
    </FormDialog>
  )
}

const visible = /[^\p{C}\p{M}\p{Z}\p{Default_Ignorable_Code_Point}]/u
