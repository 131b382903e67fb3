/** The texts of the member pages in French, and what differs in Québec: one file for the browser to fetch. */
export const french = import.meta.glob<Record<string, unknown>>(
  ['../../locales/{fr,fr-CA}/*.json', '!**/{check,letters,phone,public}.json'],
  { import: 'default', eager: true },
)
