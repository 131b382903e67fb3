import { Languages } from 'lucide-react'
import type { Config } from '../../contract/config.ts'
import type { Language } from '../../contract/languages.ts'
import { paths } from '../paths.ts'
import { Button } from '../ui/Button.tsx'

interface LanguageSwitchProps {
  config: Pick<Config, 'defaultLanguage'>
  language: Language
  /** Path and query to come back to. */
  path: string
}

/** Says the other language's name, in that language. A form, so that it works without JavaScript. */
export function LanguageSwitch({ config, language, path }: LanguageSwitchProps) {
  const other = language === 'en' ? french(config) : 'en'
  return (
    <form method="post" action={paths.language}>
      <input type="hidden" name="language" value={other} />
      <input type="hidden" name="return" value={path} />
      <Button type="submit" kind="quiet" lang={other}>
        <Languages aria-hidden />
        {other === 'en' ? 'English' : 'Français'}
      </Button>
    </form>
  )
}

function french({ defaultLanguage }: Pick<Config, 'defaultLanguage'>): Language {
  return defaultLanguage === 'fr-CA' ? 'fr-CA' : 'fr'
}
