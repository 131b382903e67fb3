import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { RoomList } from '../../../contract/rooms.ts'
import { localText } from '../../parts/format.ts'
import { Choice } from '../../ui/Choice.tsx'
import { Field, Select } from '../../ui/Field.tsx'
import { useMember } from '../parts/context.tsx'
import { useDraft } from '../parts/drafts.ts'
import { FormDialog } from '../parts/FormDialog.tsx'
import { useRoomFieldProblem } from '../room/field-problem.ts'
import { NewAddressField, wantedAddress } from '../room/NewAddressField.tsx'

interface CreateRoomDialogProps {
  /** Organisations in which the person may create rooms. */
  organisations: RoomList['organisations']
  onClose: () => void
}

/** A new room, at `/?new`: a name, and an address if one is wanted. It leads to the room's page. */
export function CreateRoomDialog({ organisations, onClose }: CreateRoomDialogProps) {
  const { t } = useTranslation(['rooms', 'settings'])
  const { client, language } = useMember()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const first = organisations.find(({ left }) => left !== 0) ?? organisations[0]
  const draft = useDraft('create', {
    name: '',
    address: '',
    organisation: first?.id ?? '',
    ownedBy: first?.left === 0 ? 'organisation' : 'person',
    preset: '',
  })
  const { name, address, organisation } = draft.fields
  const ownedBy = draft.fields.ownedBy === 'organisation' ? 'organisation' : 'person'
  const presets = organisations.find(({ id }) => id === organisation)?.presets ?? []
  const preset = presets.find(({ id }) => id === draft.fields.preset)
  const create = useMutation({
    mutationFn: () =>
      client.call('rooms.create', {
        body: {
          name,
          organisation,
          ownedBy,
          ...wantedAddress(address),
          ...(preset ? { preset: preset.id } : {}),
        },
      }),
    onSuccess: async (room) => {
      draft.discard()
      queries.setQueryData(client.query('rooms.get', { path: { room: room.address } }).queryKey, room)
      await navigate(`/${room.address}`, { replace: true })
      await queries.invalidateQueries({ queryKey: client.query('rooms.list', {}).queryKey })
    },
  })
  const fieldProblem = useRoomFieldProblem(create.error)
  const chosen = organisations.find(({ id }) => id === organisation) ?? first
  const close = () => {
    draft.discard()
    onClose()
  }

  return (
    <FormDialog
      title={t('create_title')}
      action={create.isPending ? t('creating') : t('create')}
      isBusy={create.isPending}
      problem={create.error}
      onSubmit={() => create.mutate()}
      onClose={close}
    >
      <Field
        label={t('name')}
        hint={t('name_hint')}
        error={fieldProblem('name')}
        value={name}
        autoFocus
        onChange={(event) => draft.change({ name: event.target.value })}
      />
      {organisations.length > 1 && (
        <Select
          label={t('organisation')}
          hint={t('organisation_hint')}
          value={organisation}
          onChange={(event) => draft.change({ organisation: event.target.value })}
        >
          {organisations.map(({ id, name, left }) => (
            <option key={id} value={id} disabled={left === 0 && ownedBy === 'person'}>
              {left === null
                ? localText(name, language)
                : t('organisation_left', { organisation: localText(name, language), count: left })}
            </option>
          ))}
        </Select>
      )}
      <BelongsTo
        organisation={chosen}
        value={ownedBy}
        onChange={(whose) => draft.change({ ownedBy: whose })}
      />
      {presets.length > 0 && (
        <Select
          label={t('settings:preset_optional')}
          hint={preset?.description ? localText(preset.description, language) : t('settings:preset_text')}
          value={preset?.id ?? ''}
          onChange={(event) => draft.change({ preset: event.target.value })}
        >
          <option value="">{t('settings:preset_none')}</option>
          {presets.map(({ id, name }) => (
            <option key={id} value={id}>
              {localText(name, language)}
            </option>
          ))}
        </Select>
      )}
      <NewAddressField
        value={address}
        error={fieldProblem('address')}
        onChange={(typed) => draft.change({ address: typed })}
      />
    </FormDialog>
  )
}

type Owner = 'person' | 'organisation'

interface BelongsToProps {
  organisation: RoomList['organisations'][number] | undefined
  value: Owner
  onChange: (owner: Owner) => void
}

/** The person's own, or their organisation's: then it stays when they leave. */
function BelongsTo({ organisation, value, onChange }: BelongsToProps) {
  const { t } = useTranslation('hosts')
  const { language } = useMember()
  if (!organisation) return null
  const name = localText(organisation.name, language)
  return (
    <div className="field">
      <Choice
        legend={t('belongs_to')}
        value={value}
        onChange={onChange}
        options={[
          { value: 'person', label: t('belongs_me') },
          { value: 'organisation', label: name },
        ]}
      />
      <p className="hint">{t('belongs_hint', { organisation: name })}</p>
    </div>
  )
}
