import type { SettingsChange } from '../contract/room-settings.ts'
import type { DemoPresentation } from './presentations.ts'

/** A room that the demo begins with. Times are in hours before the demo's first start. */
export interface DemoRoom {
  /** Subject of its owner in `people.ts`. */
  owner: string
  /** It belongs to the organisation, for which its owner created it. */
  isOrganisations?: boolean
  /** Subjects of its co-hosts. */
  coHosts?: string[]
  organisation: string
  name: string
  address: string
  pin: string
  recordingAllowed: boolean
  /** Further settings. */
  settings?: SettingsChange
  lastUsedHoursAgo: number | null
  /** It has been in the archive for so long. */
  archivedHoursAgo?: number
  recordings: DemoRecording[]
  schedules: DemoSchedule[]
  presentations: DemoPresentation[]
}

/** A series that is scheduled in a room, from a day after the demo's first start on. */
export interface DemoSchedule {
  id: string
  /** The name of the room's calendar. */
  calendar: string
  title: string
  message: string
  inDays: number
  /** On the clocks of Montréal. */
  time: string
  minutes: number
  repeat: 'weekly' | 'fortnightly'
  /** Days after the first start on which it does not take place. */
  cancelledInDays: number[]
}

export interface DemoRecording {
  server: 'de' | 'ca'
  /** A fixed id keeps the demo's links alive from one start to the next. */
  meetingId: string
  hoursAgo: number
  minutes: number
  formats: ('presentation' | 'video')[]
}

const hoursPerDay = 24

/** The demo's rooms, as its people left them. */
export const demoRooms: DemoRoom[] = [
  {
    owner: 'demo-ada',
    coHosts: ['demo-sam'],
    organisation: 'riverside',
    name: 'Housing working group',
    address: 'housing-group',
    pin: '41527',
    recordingAllowed: true,
    lastUsedHoursAgo: 3 * hoursPerDay,
    recordings: [
      {
        server: 'de',
        meetingId: 'foyer-6a2f0c1e-53d4-4b9e-9d7a-2f1c8f0b7a11',
        hoursAgo: 3 * hoursPerDay,
        minutes: 72,
        formats: ['presentation', 'video'],
      },
      {
        server: 'ca',
        meetingId: 'foyer-0d9b7c52-8c41-4e0f-b8c3-5a7de1f4c922',
        hoursAgo: 200 * hoursPerDay,
        minutes: 48,
        formats: ['presentation'],
      },
    ],
    schedules: [
      {
        id: '3f6d1c4e-7c0b-4f4e-9a39-0c6a1a5be101',
        calendar: 'bcdf-ghjk-mpqr',
        title: '',
        message: 'Bring the figures of your building.',
        inDays: 2,
        time: '14:00',
        minutes: 90,
        repeat: 'weekly',
        cancelledInDays: [9],
      },
    ],
    presentations: [
      { name: 'Agenda.pdf', pages: ['Housing working group', 'Repairs this winter', 'Next meeting'] },
      { name: 'Repairs budget 2027.pdf', pages: ['Repairs budget 2027'] },
    ],
  },
  {
    owner: 'demo-ada',
    organisation: 'riverside',
    name: 'Board of directors',
    address: 'riverside-board',
    pin: '88310',
    recordingAllowed: false,
    lastUsedHoursAgo: null,
    recordings: [],
    schedules: [],
    presentations: [],
  },
  {
    owner: 'demo-gabrielle',
    organisation: 'atelier',
    name: 'Comité de programmation',
    address: 'programmation',
    pin: '27064',
    recordingAllowed: true,
    lastUsedHoursAgo: 8 * hoursPerDay,
    recordings: [
      {
        server: 'de',
        meetingId: 'foyer-b41d2f77-6f0e-4a83-a0c5-94c1e7d3f633',
        hoursAgo: 8 * hoursPerDay,
        minutes: 95,
        formats: ['presentation'],
      },
    ],
    schedules: [
      {
        id: '8b0f7a52-21d9-4d1e-8f5e-5f3d1c9ae202',
        calendar: 'cdfg-hjkm-pqrs',
        title: 'Choix des films',
        message: 'Chaque membre propose un film.',
        inDays: 6,
        time: '18:30',
        minutes: 120,
        repeat: 'fortnightly',
        cancelledInDays: [],
      },
    ],
    presentations: [{ name: 'Ordre du jour.pdf', pages: ['Comité de programmation', 'La saison 2027'] }],
  },
  {
    owner: 'demo-gabrielle',
    isOrganisations: true,
    organisation: 'atelier',
    name: 'Assemblée générale',
    address: 'assemblee-generale',
    pin: '63958',
    recordingAllowed: false,
    settings: {
      approval: true,
      mutedOnEntry: true,
      privateChatLocked: true,
      language: 'fr-CA',
      welcome: 'Bienvenue à l’assemblée générale!\nLevez la main pour prendre la parole.',
      waitingMessage: 'L’accueil ouvre quinze minutes avant l’assemblée.',
    },
    lastUsedHoursAgo: 40 * hoursPerDay,
    recordings: [],
    schedules: [],
    presentations: [],
  },
  {
    owner: 'demo-gabrielle',
    organisation: 'atelier',
    name: 'Rénovation de l’atelier',
    address: 'renovation-atelier',
    pin: '70642',
    recordingAllowed: false,
    lastUsedHoursAgo: 60 * hoursPerDay,
    archivedHoursAgo: 21 * hoursPerDay,
    recordings: [],
    schedules: [],
    presentations: [],
  },
]
