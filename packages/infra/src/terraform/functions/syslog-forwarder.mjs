// Sends the log lines that CloudWatch hands over to syslog on-premises, by TCP: each line as a message of RFC 5424,
// framed by its length (RFC 6587, octet counting), so that a line may hold line feeds. A failure is thrown: Lambda tries
// twice more, and every line is in the archive as well.
import { once } from 'node:events'
import { connect } from 'node:net'
import { gunzipSync } from 'node:zlib'

const LOCAL0 = 16
const INFORMATIONAL = 6
const PRIORITY = LOCAL0 * 8 + INFORMATIONAL
const TIMEOUT_MS = 10_000

export async function handler({ awslogs }) {
  const delivery = JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString('utf8'))
  // CloudWatch asks now and then whether the function can be reached; that holds no lines.
  if (delivery.messageType !== 'DATA_MESSAGE') return
  const socket = connect({ host: process.env.SYSLOG_HOST, port: Number(process.env.SYSLOG_PORT) })
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('syslog does not answer')))
  socket.end(Buffer.concat(delivery.logEvents.map((event) => frame(delivery, event))))
  // What the other side says is not read; only its end is waited for.
  socket.resume()
  await once(socket, 'close')
}

function frame({ logGroup, logStream }, { timestamp, message }) {
  const header = [
    `<${PRIORITY}>1`,
    new Date(timestamp).toISOString(),
    name(logGroup, 255),
    name(logStream, 48),
    '-',
    '-',
    '-',
  ]
  const text = Buffer.from(`${header.join(' ')} ${message}`)
  return Buffer.concat([Buffer.from(`${text.length} `), text])
}

/** Names in the header are printable ASCII without spaces, of a limited length. */
function name(text, length) {
  return text.replace(/[^\x21-\x7e]/g, '_').slice(0, length)
}
