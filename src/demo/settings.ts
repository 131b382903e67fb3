import { demoGroups } from './people.ts'

/** Presets of the demo's organisation; JSON is YAML. */
const presets = JSON.stringify([
  {
    id: 'assembly',
    name: { en: 'Assembly', fr: 'Assemblée' },
    description: {
      en: 'Many people, one after the other: muted on entry, chat kept to what everybody reads.',
      fr: 'Beaucoup de monde, à tour de rôle : micros coupés à l’entrée, clavardage lu par tout le monde.',
    },
    settings: {
      mutedOnEntry: true,
      privateChatLocked: true,
      approval: true,
      breakoutRooms: false,
      layout: 'smart',
    },
  },
  {
    id: 'working-group',
    name: { en: 'Working group', fr: 'Groupe de travail' },
    description: {
      en: 'People who know each other: everyone moderates, and any member may begin.',
      fr: 'Des gens qui se connaissent : toutes et tous ont les droits de modération, tout membre peut commencer.',
    },
    settings: {
      everyoneModerates: true,
      membersStart: true,
      mutedOnEntry: false,
      approval: false,
      layout: 'video_focus',
    },
  },
  {
    id: 'training',
    name: { en: 'Training', fr: 'Formation' },
    description: {
      en: 'One shows, the others follow, and the recording begins by itself.',
      fr: 'Une personne montre, les autres suivent, et l’enregistrement commence de lui-même.',
    },
    settings: {
      recordingAllowed: true,
      recordingStarts: true,
      mutedOnEntry: true,
      webcamsForModerators: true,
      layout: 'presentation_focus',
    },
  },
])

/**
 * The demo world as a `foyer.yaml`: read by the same code as everybody's, and an example of one.
 * @param origin where the demo answers, `http://localhost:3000`
 * @param folder where its database lies
 */
export function demoSettings(origin: string, port: number, folder: string): string {
  return `
publicUrl: ${origin}
listen: { host: 127.0.0.1, port: ${port} }
dataDir: ${JSON.stringify(folder)}
secret: \${FOYER_DEMO_SECRET}
brand: { name: { en: Foyer demo, fr: Démo de Foyer }, colour: "#0f6b5c" }
defaultLanguage: en
support: { email: support@example.org }
signIn:
  issuers:
    - id: demo
      issuer: ${origin}/demo/sign-in
      clientId: foyer
      audience: foyer-api
      vouchesForEmail: true
      label: { en: Demo sign-in, fr: Connexion de démonstration, fr-CA: Ouverture de session de démonstration }
organisations:
  - id: riverside
    name: { en: Riverside Housing, fr: Riverside Housing }
    members: { groups: [${demoGroups.riverside}] }
    limits: { roomsPerPerson: 5, participants: 100, minutes: 240, record: true }
    presets: ${presets}
    servers: [ca, de]
  - id: atelier
    name: { en: Atelier Mile-End, fr: Atelier Mile-End }
    members: { groups: [${demoGroups.atelier}] }
    administrators: { groups: [${demoGroups.atelierAdministrators}], issuers: [demo] }
    limits: { roomsPerPerson: 10, participants: 100, minutes: 240, record: true }
    roomDefaults: { language: fr-CA, mutedOnEntry: true }
    roomForced: { learningDashboard: false }
    presets: ${presets}
    servers: [ca, de]
  - id: locataires
    name: { en: Locataires Montréal, fr: Locataires Montréal }
    members: { groups: [${demoGroups.tenants}] }
    limits: { roomsPerPerson: 5, participants: 100, minutes: 240, record: false }
    servers: [ca, de]
operators: { groups: [${demoGroups.operators}], issuers: [demo] }
servers:
  - id: de
    url: ${origin}/demo/bbb/de/bigbluebutton/
    secret: \${FOYER_DEMO_SECRET}
    name: { en: Germany, fr: Allemagne }
    country: DE
    runBy: Demo
    recordingHosts: [${new URL(origin).hostname}]
    dialIn: { hash: true, numbers: [{ number: "+49 30 5683 0142", country: DE }] }
  - id: ca
    url: ${origin}/demo/bbb/ca/bigbluebutton/
    secret: \${FOYER_DEMO_SECRET}
    name: { en: Canada, fr: Canada }
    country: CA
    runBy: Demo
    recordingHosts: [${new URL(origin).hostname}]
    dialIn: { hash: true, numbers: [{ number: "+1 514 555-0142", country: CA }] }
`
}
