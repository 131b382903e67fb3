import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { withSettings } from './settings-document.ts'

/* `npm run docs:settings`: the tables of docs/settings.md, made from the schemas of the settings. */

const page = path.resolve(import.meta.dirname, '../../../../docs/settings.md')
writeFileSync(page, withSettings(readFileSync(page, 'utf8')))
