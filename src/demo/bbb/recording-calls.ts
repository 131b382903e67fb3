import type { ApiDependencies } from './api.ts'
import type { Parameters } from './parameters.ts'
import { searchRecordings } from './recording-search.ts'
import { Refusal } from './refusal.ts'
import { recordingList, success } from './replies.ts'
import { element } from './xml.ts'

export function getRecordings(
  { recordings, persona, now, playbackUrl }: ApiDependencies,
  sent: Parameters,
): string {
  const found = searchRecordings(recordings.processed(), sent, persona.usualRecordingStates, now())
  return recordingList(found, persona, playbackUrl)
}

export function publishRecordings({ recordings }: ApiDependencies, sent: Parameters): string {
  const recordIds = requiredRecordIds(sent)
  const published = sent.flag('publish', 'You must specify one a publish value true or false.')
  if (published === null) {
    throw new Refusal('missingParamPublish', 'You must specify one a publish value true or false.')
  }
  recordings.publish(recordIds, published)
  return success([element('published', published)])
}

export function deleteRecordings({ recordings }: ApiDependencies, sent: Parameters): string {
  recordings.remove(requiredRecordIds(sent))
  return success([element('deleted', true)])
}

export function updateRecordings({ recordings }: ApiDependencies, sent: Parameters): string {
  recordings.update(requiredRecordIds(sent), sent.metadata())
  return success([element('updated', true)])
}

function requiredRecordIds(sent: Parameters): string[] {
  const recordIds = sent.list('recordID')
  if (recordIds.length > 0) return recordIds
  throw new Refusal('missingParamRecordID', 'You must specify one or more a record IDs.')
}
