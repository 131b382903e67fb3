export type PageLanguage = 'en' | 'fr'

export interface PageTexts {
  title: string
  standIn: string
  signInAs: string
  cancel: string
  otherLanguage: string
  signOut: string
  failedTitle: string
  failedText: string
  signedOutTitle: string
  signedOutText: string
  backHome: string
}

export const pageTexts: Record<PageLanguage, PageTexts> = {
  en: {
    title: 'Who would you like to be?',
    standIn:
      'This is the demo’s sign-in server: a stand-in for Keycloak. There are no passwords and no real people.',
    signInAs: 'Sign in as',
    cancel: 'Do not sign in',
    otherLanguage: 'Français',
    signOut: 'Sign out',
    failedTitle: 'Sign-in stopped',
    failedText: 'This sign-in cannot go on: it may have waited too long. Go back and start again.',
    signedOutTitle: 'Signed out',
    signedOutText: 'You are signed out of the demo’s sign-in server.',
    backHome: 'Back to Foyer',
  },
  fr: {
    title: 'Qui voulez-vous être ?',
    standIn:
      'Voici le serveur de connexion de la démonstration : il tient lieu de Keycloak. Aucun mot de passe, aucune vraie personne.',
    signInAs: 'Se connecter comme',
    cancel: 'Ne pas se connecter',
    otherLanguage: 'English',
    signOut: 'Se déconnecter',
    failedTitle: 'Connexion interrompue',
    failedText:
      'Cette connexion ne peut pas continuer : elle a peut-être attendu trop longtemps. Revenez et recommencez.',
    signedOutTitle: 'Déconnexion faite',
    signedOutText: 'Votre session est fermée sur le serveur de connexion de la démonstration.',
    backHome: 'Retour à Foyer',
  },
}

/** The first language of an OpenID `ui_locales` list (BCP 47 tags, in order of preference) that we speak. */
export function pageLanguage(locales: unknown): PageLanguage {
  const tags = typeof locales === 'string' ? locales.toLowerCase().split(' ') : []
  return tags.map((tag) => tag.split('-')[0]).find((tag) => tag === 'en' || tag === 'fr') ?? 'en'
}
