import * as z from 'zod'
import { flag, integer, refuse, section, size, text } from '../fields.ts'
import { familiesOf, FARGATE_MEMORY, machineTypeExists } from './aws-catalogue.ts'

const image = text('a container image, such as nginx:latest', /^[\w./:@-]{1,255}$/).meta({
  description: 'Container image of the application.',
})

const port = integer(1, 65_535).prefault(80).meta({ description: 'TCP port the application listens on.' })

const percent = (description: string, otherwise: number) => integer(1, 100).prefault(otherwise).meta({ description })

const fargate = section({
  kind: z.literal('fargate').meta({ description: 'ECS tasks on Fargate.' }),
  image: image.prefault('nginxdemos/hello:latest'),
  port,
  cpu: integer(256, 16_384).prefault(512).meta({ description: 'CPU units of a task; 1024 are one vCPU.' }),
  memory: integer(512, 122_880).prefault(1024).meta({ description: 'Memory of a task in MiB.' }),
  tasks: integer(1, 1000).prefault(2).meta({ description: 'Tasks of each service to start with.' }),
  scaling: section({
    min: integer(1, 1000).prefault(2).meta({ description: 'Fewest tasks.' }),
    max: integer(1, 1000).prefault(10).meta({ description: 'Most tasks.' }),
    cpuPercent: percent('CPU use that is aimed at.', 70),
    memoryPercent: percent('Memory use that is aimed at.', 80),
  })
    .optional()
    .meta({ description: 'Limits within which the number of tasks follows the load. Left out, it stays.' }),
  containerInsights: flag().prefault(true).meta({ description: 'Whether CloudWatch measures every task.' }),
}).superRefine(({ cpu, memory, tasks, scaling }, context) => {
  const memories = FARGATE_MEMORY[cpu]
  if (memories === undefined) {
    refuse(context, 'notAChoice', { allowed: `one of ${Object.keys(FARGATE_MEMORY).join(', ')}`, path: ['cpu'] })
  } else if (!memories.includes(memory)) {
    const allowed = `with ${cpu} CPU units one of ${memories.join(', ')}`
    refuse(context, 'notAChoice', { allowed, path: ['memory'] })
  }
  if (scaling !== undefined) checkRange(tasks, 'tasks', { ...scaling, below: ['scaling'] }, context)
})

const autoscaling = section({
  kind: z.literal('autoscaling').meta({ description: 'Machines in an EC2 Auto Scaling group.' }),
  image: image.prefault('nginxdemos/hello:latest'),
  port: integer(1, 65_535).prefault(8080).meta({ description: 'TCP port the machines answer on.' }),
  containerPort: integer(1, 65_535).prefault(80).meta({ description: 'TCP port inside the container.' }),
  instanceType: text('an instance type, such as t3.medium', /^[\w.-]{1,40}$/)
    .prefault('t3.medium')
    .meta({
      description: 'Size of a machine.',
    }),
  volume: size('8GB', '1TB').prefault('30GB').meta({ description: "Size of a machine's disk, which is encrypted." }),
  machines: integer(1, 1000).prefault(3).meta({ description: 'Machines to start with.' }),
  min: integer(1, 1000).prefault(3).meta({ description: 'Fewest machines.' }),
  max: integer(1, 1000).prefault(9).meta({ description: 'Most machines.' }),
  cpuPercent: percent('CPU use that is aimed at.', 70),
}).superRefine(({ instanceType, machines, min, max }, context) => {
  if (!machineTypeExists(instanceType)) {
    const allowed = `an instance type of the families ${familiesOf('machine')}`
    refuse(context, 'notAChoice', { allowed, path: ['instanceType'] })
  }
  checkRange(machines, 'machines', { min, max, below: [] }, context)
})

export const computeSchema = z.discriminatedUnion('kind', [fargate, autoscaling], {
  error: (issue) => (issue.code === 'invalid_union' ? 'one of fargate, autoscaling' : 'a section with the key kind'),
})

interface Range {
  readonly min: number
  readonly max: number
  /** Where min and max are. */
  readonly below: readonly string[]
}

function checkRange(start: number, key: string, { min, max, below }: Range, context: z.core.$RefinementCtx): void {
  if (min > max) {
    const sentence = `is ${min}, more than max, ${max}`
    refuse(context, 'contradiction', { allowed: 'at most max', sentence, path: [...below, 'min'] })
  } else if (start < min || start > max) {
    const sentence = `is ${start}, which is not between min, ${min}, and max, ${max}`
    refuse(context, 'contradiction', { allowed: `from ${min} to ${max}`, sentence, path: [key] })
  }
}
