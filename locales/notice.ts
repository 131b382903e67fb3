/**
 * The version of the recording notice: `consent` and `consent_hint` in `public.json`, and `may_be_recorded_agree` in
 * `common.json` for those who go straight in, in each language. It is kept with each consent, so that it is known
 * later what was agreed to. Whoever changes the words counts one up; a house test holds the two together.
 */
export const noticeVersion = 2
