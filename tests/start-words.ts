import packageJson from '../package.json' with { type: 'json' }

const [, ...words] = packageJson.scripts.start.split(' ')

/** Words behind `node` in `npm start`: flags of V8, then the file, from the project's folder. */
export const startWords: readonly string[] = words
/** The flags alone, for processes that are measured beside it. */
export const startFlags: readonly string[] = words.filter((word) => word.startsWith('--'))
