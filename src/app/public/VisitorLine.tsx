import { useTranslation } from 'react-i18next'
import type { JoinInfo } from '../../contract/join.ts'
import { paths } from '../paths.ts'
import { useBrowser } from './browser.tsx'
import { dropDraft, forgetName } from './memory.ts'

/** As whom one comes in, where that is known, and the way to be nobody in particular again. */
export function VisitorLine({ join }: { join: JoinInfo }) {
  const { t } = useTranslation('public')
  const browser = useBrowser()
  const { visitor } = join
  if (!visitor) return null
  function forget() {
    forgetName(browser().device)
    dropDraft(browser().tab)
  }
  return (
    <form className="remembered" method="post" action={paths.forget(join.room)} onSubmit={forget}>
      {visitor.kind === 'hostLink'
        ? t('as_host_link', { name: visitor.name })
        : t('as_member', { name: visitor.name })}
      <button type="submit" className="link-button">
        {visitor.kind === 'hostLink' ? t('as_guest_instead') : t('name_forget')}
      </button>
    </form>
  )
}
