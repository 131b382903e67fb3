import { Frown, Meh, Smile } from 'lucide-react'
import type { Face } from '../../contract/feedback.ts'

/** The three answers to "how was it", from good to bad; each has its word beside it. */
export const faces = [
  { face: 'good', icon: Smile },
  { face: 'fair', icon: Meh },
  { face: 'bad', icon: Frown },
] as const satisfies { face: Face; icon: unknown }[]
