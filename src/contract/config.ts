import { z } from 'zod'
import { Language, LocalText } from './languages.ts'

/** `active`: one may sign in there; `acceptOnly`: sessions go on, none begins; `retired`: its tokens are refused. */
export const IssuerState = z.enum(['active', 'acceptOnly', 'retired'])

export const PublicIssuer = z.object({
  id: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  label: LocalText,
  /** Whether people may sign in there, and whether sessions go on. */
  state: IssuerState,
})
export type PublicIssuer = z.infer<typeof PublicIssuer>

/** The public part of the settings. Links that are not configured are absent. */
export const Config = z.object({
  brand: z.object({
    name: LocalText,
    logo: z.string().nullable(),
    /** Hue and chroma of the accent are the operator's; the client computes legible shades from it. */
    colour: z.string(),
  }),
  languages: z.array(Language),
  defaultLanguage: Language,
  publicUrl: z.string(),
  issuers: z.array(PublicIssuer),
  /** Some issuer is trusted to verify e-mails: what is offered to an e-mail is also found without the link. */
  emailsVouched: z.boolean(),
  support: z.object({ email: z.string().nullable(), url: z.string().nullable() }),
  links: z.object({
    help: LocalText.optional(),
    privacy: LocalText.optional(),
    accessibility: LocalText.optional(),
    /** Address of the running version's source. */
    source: LocalText,
  }),
  /** A phone number is configured at some server. */
  phone: z.boolean(),
  /** The demo world runs: say so on every page. */
  demo: z.boolean(),
})
export type Config = z.infer<typeof Config>
