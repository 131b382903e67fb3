import { useTranslation } from 'react-i18next'
import type { Config } from '../../contract/config.ts'
import type { Language } from '../../contract/languages.ts'
import { paths } from '../paths.ts'
import { localText } from './format.ts'

/** Who runs the service, and where help is. What the settings do not name is not shown. */
export function SiteFooter({ config, language }: { config: Config; language: Language }) {
  const { t } = useTranslation('common')
  const { help, privacy, accessibility } = config.links
  const contact = config.support.url ?? (config.support.email && `mailto:${config.support.email}`)
  const links = [
    { label: t('status'), href: paths.status },
    { label: t('help'), href: help && localText(help, language) },
    { label: t('contact'), href: contact },
    { label: t('privacy'), href: privacy && localText(privacy, language) },
    { label: t('accessibility'), href: accessibility && localText(accessibility, language) },
  ]
  return (
    <footer className="site-foot">
      <div className="site-row">
        <p>{t('run_by', { brand: localText(config.brand.name, language) })}</p>
        <ul className="plain-list">
          {links.map(
            ({ label, href }) =>
              href && (
                <li key={label}>
                  <a href={href}>{label}</a>
                </li>
              ),
          )}
        </ul>
      </div>
    </footer>
  )
}
