import { z } from 'zod'

/** The languages of Foyer; `fr-CA` holds only what differs from `fr`. */
export const Language = z.enum(['en', 'fr', 'fr-CA'])
export type Language = z.infer<typeof Language>

/** A text in both languages; `fr-CA` where it differs. */
export const LocalText = z.strictObject({
  en: z.string().min(1),
  fr: z.string().min(1),
  'fr-CA': z.string().min(1).optional(),
})
export type LocalText = z.infer<typeof LocalText>
