import {
  ArrowDown,
  ArrowUp,
  ArrowUpToLine,
  FileText,
  Image,
  PencilLine,
  Presentation as Slides,
  Table2,
  Trash2,
  Undo2,
} from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Presentation, PresentationKind } from '../../../contract/presentations.ts'
import { formatBytes } from '../../parts/format.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { useMember } from '../parts/context.tsx'
import { useDialogRoute } from '../parts/dialog-route.ts'
import type { usePresentationActions } from './presentation-list.ts'
import { RenameFileDialog } from './RenameFileDialog.tsx'

type Actions = ReturnType<typeof usePresentationActions>

interface PresentationRowProps {
  presentation: Presentation
  /** From 0. */
  place: number
  count: number
  actions: Actions
  mayShow: boolean
  /** It has just been added: showing it is what comes to mind. */
  isFresh: boolean
}

/** One file of a room, and what one does with it. */
export function PresentationRow({ presentation, place, count, ...rest }: PresentationRowProps) {
  const { t } = useTranslation('presentations')
  const { language } = useMember()
  const { name, kind, bytes } = presentation
  const Icon = icons[kind]
  return (
    <div className="presentation">
      <Icon aria-hidden />
      <div className="presentation-words">
        <p className="row-title">{name}</p>
        <p className="quiet">
          {kind.toUpperCase()} · {formatBytes(bytes, language)}
        </p>
        {place === 0 && count > 1 && <Badge kind="good">{t('first')}</Badge>}
      </div>
      <div className="actions presentation-actions">
        <RowActions presentation={presentation} place={place} count={count} {...rest} />
      </div>
    </div>
  )
}

function RowActions({ presentation, place, count, actions, mayShow, isFresh }: PresentationRowProps) {
  const { t } = useTranslation('presentations')
  const { id, name } = presentation
  const wanted = useFocusAfterMove(id, place)
  const rename = useDialogRoute(`rename-${id}`)
  const move = (to: number) => {
    wanted.current = to > place ? ['down', 'up'] : ['up', 'down']
    actions.move(presentation, to)
  }
  return (
    <>
      {mayShow && (
        <Button
          kind={isFresh ? 'tinted' : 'plain'}
          busy={actions.showing === id}
          aria-label={t('show_of', { name })}
          onClick={() => actions.show(presentation)}
        >
          {t('show')}
        </Button>
      )}
      {place > 1 && (
        <Button kind="quiet" aria-label={t('show_first_of', { name })} onClick={() => move(0)}>
          <ArrowUpToLine aria-hidden />
          <span className="presentation-wide">{t('show_first')}</span>
        </Button>
      )}
      {place > 0 && (
        <Button kind="quiet" id={`up-${id}`} aria-label={t('up', { name })} onClick={() => move(place - 1)}>
          <ArrowUp aria-hidden />
        </Button>
      )}
      {place < count - 1 && (
        <Button
          kind="quiet"
          id={`down-${id}`}
          aria-label={t('down', { name })}
          onClick={() => move(place + 1)}
        >
          <ArrowDown aria-hidden />
        </Button>
      )}
      <Button kind="quiet" aria-label={t('rename_of', { name })} onClick={rename.open}>
        <PencilLine aria-hidden />
      </Button>
      <Button kind="quiet" aria-label={t('remove', { name })} onClick={() => actions.remove(presentation)}>
        <Trash2 aria-hidden />
      </Button>
      {rename.isOpen && (
        <RenameFileDialog
          room={actions.room}
          presentation={presentation}
          onSaved={actions.renamed}
          onClose={rename.close}
        />
      )}
    </>
  )
}

/** A row that moves loses the focus, and at the end of the list one of its buttons goes. */
function useFocusAfterMove(id: string, place: number) {
  const wanted = useRef<readonly string[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the place that changes
  useEffect(() => {
    const found = wanted.current.map((button) => document.getElementById(`${button}-${id}`)).find(Boolean)
    wanted.current = []
    found?.focus()
  }, [id, place])
  return wanted
}

/** It can still be had back, as long as the page is open. */
export function DeletedPresentation({
  presentation,
  actions,
}: Pick<PresentationRowProps, 'presentation' | 'actions'>) {
  const { t } = useTranslation('presentations')
  const { name } = presentation
  return (
    <div className="presentation">
      <Trash2 aria-hidden />
      <p className="presentation-words quiet" role="status">
        {t('deleted', { name })}
      </p>
      <div className="actions presentation-actions">
        <Button
          autoFocus
          busy={actions.isRestoring}
          aria-label={t('undo_of', { name })}
          onClick={() => actions.restore(presentation)}
        >
          <Undo2 aria-hidden />
          {t('undo')}
        </Button>
      </div>
    </div>
  )
}

const icons: Record<PresentationKind, typeof FileText> = {
  pdf: FileText,
  docx: FileText,
  doc: FileText,
  odt: FileText,
  pptx: Slides,
  ppt: Slides,
  odp: Slides,
  xlsx: Table2,
  xls: Table2,
  ods: Table2,
  jpg: Image,
  png: Image,
}
