import module from 'node:module'
import path from 'node:path'

/*
 * What `npm start` runs. Compiled code is kept between starts: then Node need not take the types out of some 200
 * files again, nor load what does it, which would stay in memory (18 MB). This file is JavaScript for that reason.
 * It is kept in a folder of ours, because what lies in the system's for everybody might be somebody else's code.
 */
module.enableCompileCache(path.join(import.meta.dirname, '../../node_modules/.cache/foyer'))
await import('./main.ts')
