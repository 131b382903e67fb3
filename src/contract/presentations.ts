import { z } from 'zod'

/** The kind of a presentation by its content, named by the usual file ending. */
export const PresentationKind = z.enum([
  'pdf',
  'pptx',
  'ppt',
  'odp',
  'docx',
  'doc',
  'odt',
  'xlsx',
  'xls',
  'ods',
  'jpg',
  'png',
])
export type PresentationKind = z.infer<typeof PresentationKind>

/**
 * Why a file is refused. type: none of the kinds that a meeting shows. mismatch: its content is not what the end
 * of its name says. active: it may hold something that runs. locked: it asks for a password. expands: unpacked it
 * would be absurdly large. damaged: it ends early, or cannot be read.
 */
export const FileProblem = z.enum([
  'name',
  'empty',
  'too_large',
  'type',
  'mismatch',
  'active',
  'macros',
  'locked',
  'expands',
  'damaged',
])
export type FileProblem = z.infer<typeof FileProblem>

/** A file that a room keeps for its meetings. */
export const Presentation = z.object({
  id: z.string(),
  name: z.string(),
  kind: PresentationKind,
  bytes: z.number().int(),
  /** Epoch milliseconds. */
  uploadedAt: z.number().int(),
})
export type Presentation = z.infer<typeof Presentation>

export const PresentationList = z.object({
  /** As a meeting gets them: the first is shown when it begins. */
  presentations: z.array(Presentation),
  /** Of one file, and how many files a room may have. */
  limits: z.object({ bytes: z.number().int(), count: z.number().int() }),
  /** The server of the meeting that runs has said that it takes none while one runs. */
  onlyAtStart: z.boolean(),
})
export type PresentationList = z.infer<typeof PresentationList>

export const PresentationChange = z.strictObject({
  name: z.string().max(20_000).optional(),
  /** Its new place, from 0; the others make room. */
  position: z.number().int().min(0).max(10_000).optional(),
})
export type PresentationChange = z.infer<typeof PresentationChange>
