import { choice, flag, integer, refuse, section, text, wholeSeconds } from '../fields.ts'

const HOST = 'a host name or an IPv4 address'
const host = () => text(HOST, /^[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/)

const CERTIFICATE = 'the ARN of a certificate in ACM, such as arn:aws:acm:us-east-1:123456789012:certificate/…'

export const loadBalancerSchema = section({
  health: section({
    path: text('a path, such as /health', /^\/[\w./?=&%~-]{0,1023}$/)
      .prefault('/')
      .meta({
        description: 'What is asked of every target.',
      }),
    codes: text('HTTP status codes, such as 200 or 200-399', /^[2-4]\d\d(-[2-4]\d\d)?$/)
      .prefault('200')
      .meta({
        description: 'Answers that count as healthy.',
      }),
    interval: wholeSeconds('5s', '5m').prefault('30s').meta({ description: 'Time from one question to the next.' }),
    timeout: wholeSeconds('2s', '2m').prefault('5s').meta({ description: 'How long an answer may take.' }),
    healthy: integer(2, 10).prefault(2).meta({ description: 'Good answers in a row that make a target healthy.' }),
    unhealthy: integer(2, 10).prefault(3).meta({ description: 'Bad answers in a row that make it unhealthy.' }),
  })
    .superRefine(({ interval, timeout }, context) => {
      if (timeout < interval) return
      const sentence = 'is not shorter than health.interval: answers would overlap'
      refuse(context, 'contradiction', { allowed: 'less than health.interval', sentence, path: ['timeout'] })
    })
    .prefault({})
    .meta({ description: 'How the load balancer judges a target.' }),
  deregistrationDelay: wholeSeconds('0s', '1h').prefault('30s').meta({
    description: 'Time requests in flight have before a target is let go.',
  }),
  idleTimeout: wholeSeconds('1s', '4000s')
    .prefault('60s')
    .meta({ description: 'Silence after which a connection is closed.' }),
  accessLogs: flag().prefault(true).meta({ description: 'Whether every request is logged to a bucket.' }),
  certificate: text(CERTIFICATE, /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/)
    .optional()
    .meta({
      description:
        'Certificate of the HTTPS listener, imported into ACM beforehand: a private key written here would end up in the state. With it, HTTP redirects to HTTPS. Needed by the production profile.',
    }),
})

const WEIGHT = 'Share of requests, in percent; both together are 100.'

export const shiftSchema = section({
  by: choice(['load-balancer', 'dns']).prefault('load-balancer').meta({
    description:
      'What moves the traffic: the weights of two target groups behind one load balancer, or those of two DNS records.',
  }),
  weights: section({
    blue: integer(0, 100).prefault(100).meta({ description: WEIGHT }),
    green: integer(0, 100).prefault(0).meta({ description: WEIGHT }),
  })
    .superRefine(({ blue, green }, context) => {
      if (blue + green === 100) return
      const sentence = `is ${green}, which makes ${blue + green} with blue, ${blue}; the weights must sum to 100`
      refuse(context, 'contradiction', { allowed: `${100 - blue}`, sentence, path: ['green'] })
    })
    .prefault({})
    .meta({ description: 'Where the traffic goes when the system is deployed.' }),
  stickiness: wholeSeconds('0s', '7d').prefault('1h').meta({
    description: 'How long the load balancer keeps a client with the colour that answered it first; 0s is not at all.',
  }),
})

export const dnsSchema = section({
  zone: text('a domain name; {suffix} stands for the suffix', /^[a-z0-9]([a-z0-9.-]|\{suffix\}){1,200}[a-z0-9]$/).meta({
    description: 'Hosted zone that is made, such as payment-migration-{suffix}.internal.',
  }),
  private: flag().prefault(true).meta({ description: 'Whether the zone is seen from the VPC only.' }),
  name: text('one label of a domain name', /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
    .prefault('api')
    .meta({
      description: 'Name in the zone that applications call, and whose weights shift.',
    }),
  ttl: wholeSeconds('1s', '1d').prefault('60s').meta({
    description: 'How long resolvers keep an answer: a shift takes this long to reach everybody.',
  }),
  healthChecks: flag().prefault(false).meta({
    description: 'Whether Route 53 watches both sides and leaves out one that does not answer.',
  }),
  onPremises: host().optional().meta({
    description:
      'Where the application on-premises answers: blue, when DNS shifts the traffic and the source is not in AWS.',
  }),
})
