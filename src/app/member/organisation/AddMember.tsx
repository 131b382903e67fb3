import { useMutation } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { MemberLink } from '../../../contract/organisations.ts'
import { ClientProblem } from '../../client.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { useMember } from '../parts/context.tsx'
import { useDraft } from '../parts/drafts.ts'
import { ProblemNotice, useProblemText } from '../parts/problems.tsx'

interface AddMemberProps {
  organisation: string
  onAdded: (link: MemberLink) => void
}

/** Puts somebody in the list by their e-mail. */
export function AddMember({ organisation, onAdded }: AddMemberProps) {
  const { t } = useTranslation('organisations')
  const { client } = useMember()
  const draft = useDraft(`member:${organisation}`, { email: '' })
  const { email } = draft.fields
  const add = useMutation({
    mutationFn: () => client.call('members.add', { path: { id: organisation }, body: { email } }),
    onSuccess: (link) => {
      draft.change({ email: '' })
      draft.discard()
      onAdded(link)
    },
  })
  const fieldProblem = useEmailProblem(add.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!add.isPending) add.mutate()
  }
  return (
    <form className="card add-member" onSubmit={submit} noValidate>
      <h3>{t('add_title')}</h3>
      <Field
        label={t('email')}
        hint={t('email_hint')}
        error={fieldProblem}
        // Not `email`: browsers rewrite what is typed there, and the server says better what is wrong.
        inputMode="email"
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        value={email}
        onChange={(event) => draft.change({ email: event.target.value })}
      />
      {add.error && fieldProblem === undefined && <ProblemNotice problem={add.error} />}
      <div className="actions">
        <Button kind="primary" type="submit" busy={add.isPending}>
          <UserPlus aria-hidden />
          {t(add.isPending ? 'adding' : 'add')}
        </Button>
      </div>
    </form>
  )
}

/** The problem with the e-mail, in words that say how to mend it. */
function useEmailProblem(problem: unknown): string | undefined {
  const { t } = useTranslation('organisations')
  const problemText = useProblemText()
  if (!(problem instanceof ClientProblem)) return undefined
  if (problem.code === 'member_listed') return problemText(problem)
  const kind = problem.fields.email
  if (kind === undefined) return undefined
  return t(kind === 'required' ? 'email_required' : 'email_invalid')
}
