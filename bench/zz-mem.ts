import { peaksOf } from '/work/main/bench/workloads/memory.ts'
const [t,v,r,from,to]=process.argv.slice(2).map(Number)
const t0=Date.now()
const say=(x:string)=>console.log(((Date.now()-t0)/1000).toFixed(1), x)
await peaksOf({from:(from??13) as 13,to:(to??17) as 17,say},{tableMegabytes:t,valueMegabytes:v,transactionRows:r})
say('done')
