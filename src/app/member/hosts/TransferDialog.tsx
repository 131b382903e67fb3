import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostsAnswer, RoomHosts, Transfer } from '../../../contract/hosts.ts'
import type { Room } from '../../../contract/rooms.ts'
import { localText } from '../../parts/format.ts'
import { Choice } from '../../ui/Choice.tsx'
import { useMember } from '../parts/context.tsx'
import { FormDialog } from '../parts/FormDialog.tsx'
import { EmailField, MemberField } from './whom.tsx'

interface TransferDialogProps {
  room: Room
  members: RoomHosts['members']
  onTransferred: (answer: HostsAnswer) => void
  onClose: () => void
}

type Whom = 'organisation' | 'member' | 'email'

/** A dialog at `/{room}/hosts?transfer`: the room becomes the organisation's at once, a person's once they accept. */
export function TransferDialog({ room, members, onTransferred, onClose }: TransferDialogProps) {
  const { t } = useTranslation('hosts')
  const { client, language } = useMember()
  const organisation = localText(room.organisation.name, language)
  const whoms = useWhoms(room, members)
  const [whom, setWhom] = useState<Whom>(whoms[0]?.value ?? 'email')
  const [person, setPerson] = useState('')
  const [email, setEmail] = useState('')
  const bodies: Record<Whom, Transfer> = {
    organisation: { organisation: true },
    member: { person },
    email: { email },
  }
  const transfer = useMutation({
    mutationFn: () => client.call('rooms.transfer', { path: { room: room.address }, body: bodies[whom] }),
    onSuccess: onTransferred,
  })
  const action =
    whom === 'organisation'
      ? t('transfer_action_organisation', { organisation })
      : t('transfer_action_person')
  const choose = (chosen: Whom) => {
    transfer.reset()
    setWhom(chosen)
  }

  return (
    <FormDialog
      title={t('transfer_title', { room: room.name })}
      action={transfer.isPending ? t('transferring') : action}
      isBusy={transfer.isPending}
      problem={transfer.error}
      onSubmit={() => transfer.mutate()}
      onClose={onClose}
    >
      {whoms.length > 1 && (
        <Choice legend={t('transfer_to')} options={whoms} value={whom} onChange={choose} />
      )}
      {whom === 'member' && (
        <MemberField
          members={members}
          value={person}
          hint={t('transfer_member_hint')}
          problem={transfer.error}
          onChange={setPerson}
        />
      )}
      {whom === 'email' && <EmailField value={email} problem={transfer.error} onChange={setEmail} />}
      <p>{t(whatFollows(room, whom), { organisation })}</p>
      <p>{t(room.roleReason === 'owner' ? 'transfer_recordings' : 'transfer_organisation_recordings')}</p>
    </FormDialog>
  )
}

function whatFollows(room: Room, whom: Whom) {
  if (whom === 'organisation') return 'transfer_organisation_text'
  return room.owner.kind === 'person' ? 'transfer_person_text' : 'transfer_from_organisation_text'
}

/** To the organisation goes what is a person's own; by name, whoever may be picked. */
function useWhoms(room: Room, members: RoomHosts['members']): { value: Whom; label: string }[] {
  const { t } = useTranslation('hosts')
  const { language } = useMember()
  const organisation = localText(room.organisation.name, language)
  return [
    ...(room.owner.kind === 'person'
      ? [
          {
            value: 'organisation' as const,
            label: organisation,
          },
        ]
      : []),
    ...(members.length > 0 ? [{ value: 'member' as const, label: t('transfer_to_member') }] : []),
    { value: 'email' as const, label: t('transfer_to_email') },
  ]
}
