import { useMutation } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostsAnswer, RoomHosts } from '../../../contract/hosts.ts'
import type { Room } from '../../../contract/rooms.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { useMember } from '../parts/context.tsx'
import { useDraft } from '../parts/drafts.ts'
import { useNotify } from '../parts/notify.tsx'
import { ProblemNotice } from '../parts/problems.tsx'
import { EmailField, isOfAField, MemberField } from './whom.tsx'

interface AddCoHostProps {
  room: Room
  /** People who can be picked by name. */
  members: RoomHosts['members']
  onAdded: (answer: HostsAnswer) => void
}

/** Makes somebody co-host: a member of the organisation at once, anybody else by a link that they accept. */
export function AddCoHost({ room, members, onAdded }: AddCoHostProps) {
  const { t } = useTranslation('hosts')
  const { client } = useMember()
  const notify = useNotify()
  const [how, setHow] = useState<'person' | 'email'>(members.length > 0 ? 'person' : 'email')
  const [person, setPerson] = useState('')
  const draft = useDraft(`co-host:${room.address}`, { email: '' })
  const { email } = draft.fields
  const add = useMutation({
    mutationFn: () =>
      client.call('hosts.add', {
        path: { room: room.address },
        body: how === 'person' ? { person } : { email },
      }),
    onSuccess: (answer) => {
      draft.change({ email: '' })
      draft.discard()
      setPerson('')
      onAdded(answer)
      const added = members.find(({ id }) => id === person)
      if (answer.link === null && added) notify({ kind: 'good', text: t('host_added', { name: added.name }) })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!add.isPending) add.mutate()
  }
  const choose = (chosen: 'person' | 'email') => {
    add.reset()
    setHow(chosen)
  }

  return (
    <form className="card" onSubmit={submit} noValidate>
      <h2>{t('add_title')}</h2>
      {members.length > 0 && (
        <Choice
          legend={t('how')}
          value={how}
          onChange={choose}
          options={[
            { value: 'person', label: t('how_member') },
            { value: 'email', label: t('how_email') },
          ]}
        />
      )}
      {how === 'person' ? (
        <MemberField
          members={members}
          value={person}
          hint={t('member_hint')}
          problem={add.error}
          onChange={setPerson}
        />
      ) : (
        <EmailField value={email} problem={add.error} onChange={(typed) => draft.change({ email: typed })} />
      )}
      {add.error && !isOfAField(add.error) && <ProblemNotice problem={add.error} />}
      <div className="actions">
        <Button kind="primary" type="submit" busy={add.isPending}>
          <UserPlus aria-hidden />
          {t(add.isPending ? 'adding' : how === 'person' ? 'add' : 'invite')}
        </Button>
      </div>
    </form>
  )
}
