import { createServer } from 'node:http'
import { DatabaseSync } from 'node:sqlite'

/* What a room costs by the driver alone: `node:http`, one prepared question of Node's own SQLite, and JSON. */

const database = new DatabaseSync(':memory:')
database.exec(
  'create table rooms (id text primary key, address text unique, name text, settings text, created_at integer)',
)
const insert = database.prepare('insert into rooms values (?, ?, ?, ?, ?)')
for (let room = 0; room < 1_000; room++)
  insert.run(`id-${room}`, `room-${room}`, `Room ${room}`, '{"recordingAllowed":true}', room)
const find = database.prepare('select * from rooms where address = ?')

const server = createServer((request, response) => {
  request.resume()
  const answer = JSON.stringify(find.get('room-500'))
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(answer) })
  response.end(answer)
})
server.listen(Number(process.argv[2]), '127.0.0.1')
