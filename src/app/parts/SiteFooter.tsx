import { useTranslation } from 'react-i18next'
import type { Config } from '../../contract/config.ts'
import type { Language } from '../../contract/languages.ts'
import { paths } from '../paths.ts'
import { localText } from './format.ts'

interface SiteFooterProps {
  config: Config
  language: Language
  /** The address of the sign-in for guests; null for members. */
  signIn: string | null
}

interface FooterLink {
  label: string
  href: string | null | undefined
  /** A wide screen has it at its head. */
  isInHead?: boolean
}

/** The foot of every page: operator, help, source code (AGPL, §13). A link that the settings do not name is left out. */
export function SiteFooter({ config, language, signIn }: SiteFooterProps) {
  const { t } = useTranslation('common')
  const { help, privacy, accessibility, source } = config.links
  const contact = config.support.url ?? (config.support.email && `mailto:${config.support.email}`)
  const links: FooterLink[] = [
    { label: t('sign_in'), href: signIn, isInHead: true },
    { label: t('status'), href: paths.status, isInHead: true },
    { label: t('phone_footer'), href: config.phone ? paths.phone : null },
    { label: t('help'), href: help && localText(help, language) },
    { label: t('contact'), href: contact },
    { label: t('privacy'), href: privacy && localText(privacy, language) },
    { label: t('accessibility'), href: accessibility && localText(accessibility, language) },
    { label: t('source'), href: localText(source, language) },
  ]
  return (
    <footer className="site-foot">
      <div className="site-row">
        <p>{t('run_by', { brand: localText(config.brand.name, language) })}</p>
        <ul className="plain-list">
          {links.map(
            ({ label, href, isInHead }) =>
              href && (
                <li key={label} className={isInHead ? 'in-head' : undefined}>
                  <a href={href}>{label}</a>
                </li>
              ),
          )}
        </ul>
      </div>
    </footer>
  )
}
