export interface ClientTexts {
  /** A notice that the page is a stand-in. */
  standIn: string
  noMedia: string
  you: string
  role: string
  roles: { MODERATOR: string; VIEWER: string }
  language: string
  languageName: string
  server: string
  pin: string
  recording: string
  recordingStates: { on: string; off: string; never: string }
  presentation: string
  otherPresentations: string
  noPresentation: string
  pages: (count: number) => string
  inside: (count: number) => string
  waiting: (count: number) => string
  letIn: string
  refuse: string
  leave: string
  startRecording: string
  stopRecording: string
  end: string
  waitTitle: string
  waitText: string
  refusedTitle: string
  refusedText: string
  endedTitle: string
  endedText: string
  fullTitle: string
  fullText: string
  back: string
  unknownTitle: string
  unknownText: string
  playing: string
  format: string
  formats: { presentation: string; video: string }
  minutes: (count: number) => string
  recordingId: string
  notFoundTitle: string
  notFoundText: string
  homeText: string
  chat: string
  rules: {
    names: Record<'microphone' | 'camera' | 'publicChat' | 'privateChat' | 'notes' | 'layout' | 'off', string>
    states: Record<'open' | 'muted' | 'locked' | 'moderatorsOnly' | 'off' | 'nothing', string>
    layouts: Record<string, string>
    features: Record<string, string>
  }
}

const en: ClientTexts = {
  standIn: 'Stand-in for BigBlueButton',
  noMedia: 'There is no sound or picture here: this page shows what BigBlueButton was told about you.',
  you: 'You are',
  role: 'Role',
  roles: { MODERATOR: 'Moderator', VIEWER: 'Viewer' },
  language: 'Language',
  languageName: 'English',
  server: 'Server',
  pin: 'PIN by phone',
  recording: 'Recording',
  recordingStates: {
    on: 'Recording is on',
    off: 'Recording is off',
    never: 'This meeting cannot be recorded',
  },
  presentation: 'Presentation',
  otherPresentations: 'Also there',
  noPresentation: 'None',
  pages: (count) => (count === 1 ? '1 page' : `${count} pages`),
  inside: (count) => `In the meeting (${count})`,
  waiting: (count) => `Waiting to be let in (${count})`,
  letIn: 'Let in',
  refuse: 'Refuse',
  leave: 'Leave',
  startRecording: 'Start recording',
  stopRecording: 'Stop recording',
  end: 'End meeting for everyone',
  waitTitle: 'Please wait',
  waitText: 'A moderator will let you in. You can leave this page open.',
  refusedTitle: 'You were not let in',
  refusedText: 'A moderator of this meeting refused your request.',
  endedTitle: 'The meeting has ended',
  endedText: 'Nobody is in it any more.',
  fullTitle: 'The meeting is full',
  fullText: 'Everybody who may be in at once is in.',
  back: 'Go back',
  unknownTitle: 'This meeting is not open in your browser',
  unknownText:
    'You may have left it, or opened the address in another browser. Join again from the room’s page.',
  playing: 'Recording',
  format: 'Format',
  formats: { presentation: 'Presentation', video: 'Video' },
  minutes: (count) => (count === 1 ? '1 minute' : `${count} minutes`),
  recordingId: 'recordID',
  notFoundTitle: 'No such recording',
  notFoundText: 'It is not published here: it may be hidden, deleted, or not processed yet.',
  homeText: 'A simulated BigBlueButton server. Meetings are started from Foyer.',
  chat: 'Chat',
  rules: {
    names: {
      microphone: 'Microphone',
      camera: 'Camera',
      publicChat: 'Public chat',
      privateChat: 'Private chat',
      notes: 'Shared notes',
      layout: 'Layout',
      off: 'Switched off',
    },
    states: {
      open: 'Yours to use',
      muted: 'Muted until you turn it on',
      locked: 'Locked',
      moderatorsOnly: 'Seen by moderators alone',
      off: 'Switched off',
      nothing: 'Nothing',
    },
    layouts: {
      CUSTOM_LAYOUT: 'Custom',
      SMART_LAYOUT: 'Smart',
      PRESENTATION_FOCUS: 'Focus on the presentation',
      VIDEO_FOCUS: 'Focus on the cameras',
    },
    features: {
      breakoutRooms: 'breakout rooms',
      polls: 'polls',
      screenshare: 'screen sharing',
      sharedNotes: 'shared notes',
      learningDashboard: 'learning dashboard',
    },
  },
}

const fr: ClientTexts = {
  standIn: 'Tient lieu de BigBlueButton',
  noMedia: 'Ici, ni son ni image : cette page montre ce que BigBlueButton sait de vous.',
  you: 'Vous êtes',
  role: 'Rôle',
  roles: { MODERATOR: 'Modérateur, modératrice', VIEWER: 'Participant, participante' },
  language: 'Langue',
  languageName: 'français',
  server: 'Serveur',
  pin: 'Code PIN par téléphone',
  recording: 'Enregistrement',
  recordingStates: {
    on: 'L’enregistrement est en cours',
    off: 'L’enregistrement est arrêté',
    never: 'Cette réunion ne peut pas être enregistrée',
  },
  presentation: 'Présentation',
  otherPresentations: 'Aussi à disposition',
  noPresentation: 'Aucune',
  pages: (count) => (count < 2 ? `${count} page` : `${count} pages`),
  inside: (count) => `Dans la réunion (${count})`,
  waiting: (count) => `Dans la salle d’attente (${count})`,
  letIn: 'Admettre',
  refuse: 'Refuser',
  leave: 'Quitter',
  startRecording: 'Commencer l’enregistrement',
  stopRecording: 'Arrêter l’enregistrement',
  end: 'Mettre fin à la réunion pour tout le monde',
  waitTitle: 'Veuillez patienter',
  waitText: 'Un modérateur ou une modératrice vous admettra. Vous pouvez laisser cette page ouverte.',
  refusedTitle: 'Vous n’avez pas été admis',
  refusedText: 'La modération de cette réunion a refusé votre demande.',
  endedTitle: 'La réunion est terminée',
  endedText: 'Il n’y a plus personne.',
  fullTitle: 'La réunion est complète',
  fullText: 'Toutes les places sont prises.',
  back: 'Revenir',
  unknownTitle: 'Cette réunion n’est pas ouverte dans votre navigateur',
  unknownText:
    'Vous l’avez peut-être quittée, ou ouvert l’adresse dans un autre navigateur. Rejoignez-la de nouveau à partir de la page de la salle.',
  playing: 'Enregistrement',
  format: 'Format',
  formats: { presentation: 'Présentation', video: 'Vidéo' },
  minutes: (count) => (count < 2 ? `${count} minute` : `${count} minutes`),
  recordingId: 'recordID',
  notFoundTitle: 'Aucun enregistrement à cette adresse',
  notFoundText: 'Il n’est pas publié ici : il est peut-être masqué, supprimé ou encore en traitement.',
  homeText: 'Un serveur BigBlueButton simulé. Les réunions se commencent dans Foyer.',
  chat: 'Clavardage',
  rules: {
    names: {
      microphone: 'Micro',
      camera: 'Caméra',
      publicChat: 'Clavardage public',
      privateChat: 'Clavardage privé',
      notes: 'Notes partagées',
      layout: 'Disposition',
      off: 'Désactivé',
    },
    states: {
      open: 'À votre disposition',
      muted: 'Coupé jusqu’à ce que vous l’activiez',
      locked: 'Verrouillé',
      moderatorsOnly: 'Visible pour la modération seulement',
      off: 'Désactivé',
      nothing: 'Rien',
    },
    layouts: {
      CUSTOM_LAYOUT: 'Personnalisée',
      SMART_LAYOUT: 'Intelligente',
      PRESENTATION_FOCUS: 'Priorité à la présentation',
      VIDEO_FOCUS: 'Priorité aux caméras',
    },
    features: {
      breakoutRooms: 'groupes de travail',
      polls: 'sondages',
      screenshare: 'partage d’écran',
      sharedNotes: 'notes partagées',
      learningDashboard: 'tableau de bord d’apprentissage',
    },
  },
}

const frCA: ClientTexts = { ...fr, pin: 'NIP par téléphone' }

/** @param tags BCP 47, in order of preference */
export function pageLanguage(tags: (string | null | undefined)[]): 'en' | 'fr' | 'fr-CA' {
  for (const tag of tags.map((tag) => tag?.toLowerCase().replace('_', '-'))) {
    if (tag === 'fr-ca') return 'fr-CA'
    if (tag?.startsWith('fr')) return 'fr'
    if (tag?.startsWith('en')) return 'en'
  }
  return 'en'
}

export function textsIn(language: 'en' | 'fr' | 'fr-CA'): ClientTexts {
  return { en, fr, 'fr-CA': frCA }[language]
}
