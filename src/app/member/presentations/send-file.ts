/**
 * Sends a file as the body of a request. `fetch` does not say how far it is, XMLHttpRequest does.
 * @param onProgress told the share that is sent, 0 to 1
 * @throws TypeError where no answer came, and the reason of the request's signal, as `fetch` does
 */
export function sendFile(
  request: Request,
  file: Blob,
  onProgress: (share: number) => void,
): Promise<Response> {
  const { method, url, headers, signal } = request
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const sending = new XMLHttpRequest()
    const stop = () => sending.abort()
    signal.addEventListener('abort', stop, { once: true })
    sending.open(method, url)
    headers.forEach((value, name) => {
      sending.setRequestHeader(name, value)
    })
    sending.upload.onprogress = ({ loaded, total }) => total > 0 && onProgress(loaded / total)
    sending.onload = () => resolve(answerOf(sending))
    sending.onerror = () => reject(new TypeError('the file was not sent'))
    sending.onabort = () => reject(signal.reason)
    sending.onloadend = () => signal.removeEventListener('abort', stop)
    sending.send(file)
  })
}

function answerOf(sent: XMLHttpRequest): Response {
  const type = sent.getResponseHeader('Content-Type') ?? ''
  return new Response(sent.responseText, { status: sent.status, headers: { 'Content-Type': type } })
}
