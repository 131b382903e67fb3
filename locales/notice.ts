/**
 * The version of the recording notice: `consent` and `consent_hint` in `public.json`, in each language. It is kept
 * with each consent, so that it is known later what was agreed to. Whoever changes the words counts one up; a house
 * test holds the two together.
 */
export const noticeVersion = 1
