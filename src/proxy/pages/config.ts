import type { Config } from '../../contract/config.ts'
import { Language } from '../../contract/languages.ts'
import { someIssuerVouches } from '../access/issuers.ts'
import type { Environment } from '../platform/environment/environment.ts'
import { LastingAnswer } from '../platform/http/compress.ts'
import { handle } from '../platform/http/handlers.ts'
import type { Settings } from '../platform/settings/settings.ts'

/** Only what is named here leaves the settings. Browsers renew, end or explain sessions of every issuer. */
export function publicConfig({ settings, demo }: Pick<Environment, 'settings' | 'demo'>): Config {
  return {
    brand: {
      name: settings.brand.name,
      logo: settings.brand.logo === null ? null : '/logo',
      colour: settings.brand.colour,
    },
    languages: Language.options,
    defaultLanguage: settings.defaultLanguage,
    publicUrl: settings.publicUrl,
    issuers: settings.signIn.issuers.map(({ id, issuer, clientId, label, state }) => ({
      id,
      issuer,
      clientId,
      label,
      state,
    })),
    emailsVouched: someIssuerVouches(settings.signIn),
    support: settings.support,
    links: publicLinks(settings.links),
    phone: settings.servers.some(({ dialIn, state }) => dialIn !== null && state !== 'disabled'),
    demo,
  }
}

/** The running version hands out its own source where the settings name no other place. */
const ownSource = { en: '/source.tar.gz', fr: '/source.tar.gz' }

function publicLinks({ help, privacy, accessibility, source }: Settings['links']): Config['links'] {
  return {
    ...(help ? { help } : {}),
    ...(privacy ? { privacy } : {}),
    ...(accessibility ? { accessibility } : {}),
    source: source ?? ownSource,
  }
}

export function configRoutes(config: Config) {
  const answer = new LastingAnswer(config)
  return handle({ 'config.get': () => answer })
}
