/*
 * Where the files of presentations lie. What is known about them is in the database; here a file has the id of its
 * row for a name, and nothing else.
 */

/** A file that has arrived, and that nobody has decided about: it is gone when the process is. */
export interface ArrivedFile {
  /** Bytes. */
  readonly size: number
  /** Fewer bytes than asked for at the end of the file. */
  read(position: number, length: number): Promise<Uint8Array>
  /** Keeps it under an id, whole or not at all, and on the disk before it returns. */
  keep(id: string): Promise<void>
  discard(): Promise<void>
}

export interface PresentationFiles {
  /**
   * Takes in a file piece by piece, never whole in memory.
   * @param limit bytes
   * @throws ArrivalProblem, and nothing of the file is left
   */
  receive(body: ReadableStream<Uint8Array>, limit: number): Promise<ArrivedFile>
  /** null where there is none. */
  open(id: string): Promise<ReadableStream<Uint8Array> | null>
  /** Done as well where there is none. */
  remove(id: string): Promise<void>
  /** Removes what arrived in a process that is gone. */
  sweep(): Promise<void>
}

/** The file did not arrive: it is larger than the limit, or its sender is gone. */
export class UploadProblem extends Error {
  override readonly name = 'ArrivalProblem'
  readonly reason: 'too_large' | 'cut_off'

  constructor(reason: 'too_large' | 'cut_off', cause?: unknown) {
    super(reason, { cause })
    this.reason = reason
  }
}
