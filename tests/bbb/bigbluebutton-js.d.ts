/** What our tests use of a client that nobody here wrote; it comes without types. */
declare module 'bigbluebutton-js' {
  type Parameters = Record<string, string | number | boolean>

  interface Api {
    administration: {
      create(name: string, id: string, parameters?: Parameters): string
      join(fullName: string, id: string, password: string, parameters?: Parameters): string
      end(id: string, password: string): string
    }
    monitoring: {
      getMeetingInfo(id: string): string
      isMeetingRunning(id: string): string
      getMeetings(): string
    }
    recording: {
      getRecordings(parameters?: Parameters): string
      publishRecordings(recordId: string, publish: boolean): string
      deleteRecordings(recordId: string): string
      updateRecordings(recordId: string, parameters: Parameters): string
    }
  }

  /** @param host with `/bigbluebutton` at its end */
  export function api(host: string, secret: string): Api
  /** Asks, and makes an object of the XML, guessing its types. */
  export function http(url: string): Promise<Record<string, unknown>>
}
