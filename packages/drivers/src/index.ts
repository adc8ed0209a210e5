export { createClients } from './clients/create-clients.ts'
export { createTraffic } from './router/create-traffic.ts'
