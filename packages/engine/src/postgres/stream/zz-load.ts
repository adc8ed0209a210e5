import pg from 'pg'
const [cfg = '', rate = '1000', seconds = '10'] = process.argv.slice(2)
const clients = await Promise.all(Array.from({ length: 8 }, async () => { const c = new pg.Client(JSON.parse(cfg)); await c.connect(); return c }))
const end = performance.now() + Number(seconds) * 1000
let done = 0
const began = performance.now()
await Promise.all(clients.map(async (c, i) => {
  let n = 0
  while (performance.now() < end) {
    const due = began + (n * clients.length * 1000) / Number(rate)
    const wait = due - performance.now()
    if (wait > 1) await new Promise((f) => setTimeout(f, wait))
    const a = Math.floor(Math.random() * 100000) + 1
    await c.query(`BEGIN; UPDATE public.accounts SET balance = balance + 1 WHERE id = ${a}; UPDATE public.tellers SET balance = balance + 1 WHERE id = ${a % 100}; INSERT INTO public.history VALUES (${i} * 1000000 + ${n}, ${a}, now(), 'note'); COMMIT`)
    n += 1; done += 1
  }
}))
console.log('load', done, 'tx', Math.round(done / ((performance.now() - began) / 1000)), '/s')
for (const c of clients) await c.end()
