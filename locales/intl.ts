/*
 * Intl's objects, made once for each language and shape: making one takes longer than using it a hundred times.
 */

/** Of each kind; there are as many as languages, shapes and the time zones in use. */
const mostKept = 200

function keptBy<Options, Made>(
  make: (locale: string, options: Options) => Made,
): (locale: string, options: Options) => Made {
  const made = new Map<string, Made>()
  return (locale, options) => {
    const key = `${locale} ${JSON.stringify(options)}`
    const known = made.get(key)
    if (known) return known
    if (made.size >= mostKept) made.clear()
    const fresh = make(locale, options)
    made.set(key, fresh)
    return fresh
  }
}

export const dateTimeFormat = keptBy(
  (locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options),
)

export const relativeTimeFormat = keptBy(
  (locale, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options),
)

export const numberFormat = keptBy(
  (locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
)

export const listFormat = keptBy(
  (locale, options: Intl.ListFormatOptions) => new Intl.ListFormat(locale, options),
)

export const displayNames = keptBy(
  (locale, options: Intl.DisplayNamesOptions) => new Intl.DisplayNames(locale, options),
)

export const pluralRules = keptBy(
  (locale, options: Intl.PluralRulesOptions) => new Intl.PluralRules(locale, options),
)

export const collator = keptBy((locale, options: Intl.CollatorOptions) => new Intl.Collator(locale, options))

const months = 'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre'
const firstOfMonth = new RegExp(`(?<!\\d)1(?=[ \u00a0](?:${months}))`, 'g')

/** A written date with the first of a month as French has it: Intl says "1 décembre" for "1er décembre". */
export function withFirst(date: string): string {
  return date.replace(firstOfMonth, '1er')
}
