import { createServer } from 'node:http'

/* The floor: a process that answers everything with one small JSON text, by `node:http` alone. */

const answer = JSON.stringify({ state: 'well' })
const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(answer) }

const server = createServer((request, response) => {
  request.resume()
  response.writeHead(200, headers)
  response.end(answer)
})
server.listen(Number(process.argv[2]), '127.0.0.1')
