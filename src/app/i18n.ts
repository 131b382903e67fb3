import { createInstance, type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type account from '../../locales/en/account.json'
import type check from '../../locales/en/check.json'
import type common from '../../locales/en/common.json'
import type feedback from '../../locales/en/feedback.json'
import type hosts from '../../locales/en/hosts.json'
import type invitation from '../../locales/en/invitation.json'
import type letters from '../../locales/en/letters.json'
import type member from '../../locales/en/member.json'
import type operator from '../../locales/en/operator.json'
import type organisations from '../../locales/en/organisations.json'
import type phone from '../../locales/en/phone.json'
import type presentations from '../../locales/en/presentations.json'
import type problems from '../../locales/en/problems.json'
import type publicTexts from '../../locales/en/public.json'
import type recordings from '../../locales/en/recordings.json'
import type rooms from '../../locales/en/rooms.json'
import type schedules from '../../locales/en/schedules.json'
import type settings from '../../locales/en/settings.json'
import type { Language } from '../contract/languages.ts'
import type { Texts } from '../contract/pages.ts'

declare module 'i18next' {
  /** Keys are typed by the English files. */
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: {
      account: typeof account
      check: typeof check
      common: typeof common
      feedback: typeof feedback
      hosts: typeof hosts
      invitation: typeof invitation
      letters: typeof letters
      member: typeof member
      operator: typeof operator
      organisations: typeof organisations
      presentations: typeof presentations
      phone: typeof phone
      schedules: typeof schedules
      problems: typeof problems
      public: typeof publicTexts
      recordings: typeof recordings
      rooms: typeof rooms
      settings: typeof settings
    }
  }
}

/**
 * One language, ready at once.
 * @param texts composed beforehand, so that nothing falls back here
 */
export function createI18n(language: Language, texts: Texts): i18n {
  const instance = createInstance().use(initReactI18next)
  void instance.init({
    lng: language,
    resources: { [language]: texts },
    ns: Object.keys(texts),
    defaultNS: 'common',
    fallbackLng: false,
    initAsync: false,
    // React escapes what it writes.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })
  return instance
}
