import { useTranslation } from 'react-i18next'
import type { JoinInfo } from '../../contract/join.ts'
import type { Language } from '../../contract/languages.ts'
import { localText } from '../parts/format.ts'
import { paths } from '../paths.ts'
import { LinkButton } from '../ui/Button.tsx'
import { VisitorLine } from './VisitorLine.tsx'

/** A notice that a room is for members only, with the sign-in that leads back here. */
export function MembersOnly({ join, language }: { join: JoinInfo; language: Language }) {
  const { t } = useTranslation(['public', 'common'])
  const organisation = localText(join.organisation, language)
  return (
    <>
      <p>
        <strong>{t('members_only', { organisation })}</strong>
      </p>
      {join.visitor ? (
        <>
          <VisitorLine join={join} />
          <p>{t('members_only_other', { organisation })}</p>
        </>
      ) : (
        <>
          <p>{t('members_only_hint')}</p>
          <div className="actions">
            <LinkButton kind="primary" href={paths.signIn(paths.room(join.room))}>
              {t('common:sign_in')}
            </LinkButton>
          </div>
        </>
      )}
    </>
  )
}
