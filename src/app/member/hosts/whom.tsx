import { useTranslation } from 'react-i18next'
import type { RoomHosts } from '../../../contract/hosts.ts'
import { ClientProblem } from '../../client.ts'
import { Field, Select } from '../../ui/Field.tsx'

interface MemberFieldProps {
  members: RoomHosts['members']
  value: string
  hint: string
  problem: unknown
  onChange: (person: string) => void
}

/** One of the organisation's members, by name. */
export function MemberField({ members, value, hint, problem, onChange }: MemberFieldProps) {
  const { t } = useTranslation('hosts')
  const isWrong = problem instanceof ClientProblem && problem.fields.person !== undefined
  return (
    <Select
      label={t('member')}
      hint={hint}
      error={isWrong ? t('member_required') : undefined}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{t('member_choose')}</option>
      {members.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  )
}

interface EmailFieldProps {
  value: string
  problem: unknown
  onChange: (email: string) => void
}

/** Somebody who need not be known here yet. */
export function EmailField({ value, problem, onChange }: EmailFieldProps) {
  const { t } = useTranslation('hosts')
  const kind = problem instanceof ClientProblem ? problem.fields.email : undefined
  return (
    <Field
      label={t('email')}
      hint={t('email_hint')}
      error={kind && t(kind === 'required' ? 'email_required' : 'email_invalid')}
      // Not `email`: browsers rewrite what is typed there, and the server says better what is wrong.
      inputMode="email"
      autoCapitalize="none"
      autoComplete="off"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

/** Tells problems that are said at a field, and need no notice below it. */
export function isOfAField(problem: unknown): boolean {
  return problem instanceof ClientProblem && Object.keys(problem.fields).length > 0
}
