import { Link2, PencilLine, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button.tsx'
import { useDialogRoute } from '../dialog-route.ts'

/** What one does with a room now and then: its name, its address, its end. */
export function RoomManagement() {
  const { t } = useTranslation('rooms')
  const rename = useDialogRoute('rename')
  const move = useDialogRoute('address')
  const remove = useDialogRoute('delete')
  return (
    <section className="card">
      <h2>{t('manage')}</h2>
      <ul className="menu-list" role="list">
        <li>
          <Button kind="quiet" onClick={rename.open}>
            <PencilLine aria-hidden />
            {t('rename')}
          </Button>
        </li>
        <li>
          <Button kind="quiet" onClick={move.open}>
            <Link2 aria-hidden />
            {t('choose_address')}
          </Button>
        </li>
        <li>
          <Button kind="quiet" onClick={remove.open}>
            <Trash2 aria-hidden />
            {t('delete')}
          </Button>
        </li>
      </ul>
    </section>
  )
}
