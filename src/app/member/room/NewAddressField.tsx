import { useTranslation } from 'react-i18next'
import { Field } from '../../ui/Field.tsx'

interface NewAddressFieldProps {
  value: string
  error: string | undefined
  onChange: (address: string) => void
}

/** An address for a room that is about to be made: left empty, one is made for it. */
export function NewAddressField({ value, error, onChange }: NewAddressFieldProps) {
  const { t } = useTranslation('rooms')
  return (
    <Field
      label={t('address_optional')}
      hint={t('address_hint')}
      error={error}
      value={value}
      autoCapitalize="none"
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

/** As a request has it: nothing where nothing was typed. */
export function wantedAddress(typed: string): { address?: string } {
  return typed.trim() === '' ? {} : { address: typed }
}
