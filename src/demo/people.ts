/** Somebody who can sign in to the demo. */
export interface DemoPerson {
  subject: string
  name: string
  email: string
  /** As Keycloak sends them: full paths. */
  groups: string[]
  language: 'en' | 'fr'
  /** The purpose of signing in as this person. */
  shows: { en: string; fr: string }
}

/** The groups that the demo's settings name. */
export const demoGroups = {
  riverside: '/members/riverside',
  atelier: '/members/atelier-mile-end',
  atelierAdministrators: '/members/atelier-mile-end/admins',
  /** As the rule of the organisation has it: without the accent that the sign-in server's group has. */
  tenants: '/members/Locataires-Montreal',
  operators: '/operators',
} as const

/** The four people of the demo world. A rule nearly admits the last one. */
export const demoPeople: readonly DemoPerson[] = [
  {
    subject: 'demo-ada',
    name: 'Ada Osei',
    email: 'ada@riverside.example',
    groups: [demoGroups.riverside],
    language: 'en',
    shows: {
      en: 'A member of Riverside Housing. Makes rooms and starts meetings, in English.',
      fr: 'Membre de Riverside Housing. Crée des salles et commence des réunions, en anglais.',
    },
  },
  {
    subject: 'demo-gabrielle',
    name: 'Gabrielle Tremblay',
    email: 'gabrielle@atelier.example',
    groups: [demoGroups.atelier, demoGroups.atelierAdministrators],
    language: 'fr',
    shows: {
      en: 'A member of Atelier Mile-End in Montréal. Does the same, in French, and looks after its members.',
      fr: 'Membre de l’Atelier Mile-End, à Montréal. Fait de même, en français, et gère la liste des membres.',
    },
  },
  {
    subject: 'demo-sam',
    name: 'Sam Nguyen',
    email: 'sam@riverside.example',
    groups: [demoGroups.operators, demoGroups.riverside],
    language: 'en',
    shows: {
      en: 'An operator: a volunteer who keeps the servers up, and sees who was refused and why.',
      fr: 'Responsable technique : bénévole qui veille sur les serveurs, et voit qui n’a pas eu accès et pourquoi.',
    },
  },
  {
    subject: 'demo-robin',
    name: 'Robin Hale',
    email: 'robin@locataires.example',
    groups: ['/members/Locataires-Montréal'],
    language: 'en',
    shows: {
      en: 'Somebody whom an accent locks out: how Foyer says no, and who can mend it.',
      fr: 'Une personne qu’un accent laisse à la porte : comment Foyer refuse, et qui peut y remédier.',
    },
  },
]
