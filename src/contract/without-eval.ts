import { config } from 'zod'

/*
 * Imported before any schema in a browser: zod would try whether it may make functions out of text, which the pages'
 * Content-Security-Policy forbids and reports.
 */
config({ jitless: true })
