import { useTranslation } from 'react-i18next'

/** While the code of the first page is on its way. */
export function Loading() {
  const { t } = useTranslation('member')
  return (
    <p className="quiet" role="status">
      {t('loading')}
    </p>
  )
}
