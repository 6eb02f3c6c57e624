/** Types of the Pressroom client. The data are described in the service's OpenAPI document (`/openapi.yaml`). */

export interface PressroomOptions {
  /** URL of the server, with or without a path. Default: the server that this module was loaded from. */
  baseUrl?: string | URL;
  /** A token that outlives the client. For tokens that expire use `getToken`. */
  token?: string;
  /**
   * Called before each request: return a token that you have stored, and do not fetch a new one each time. After a 401 it
   * is called once with `refresh: true` and the token that was `rejected`; the request is then sent again with the token
   * that it returns. When it returns none, the session is used.
   */
  getToken?: (why: { refresh: boolean; rejected?: string }) => Token | Promise<Token>;
  /** Session of an anonymous visitor, see `sessions.create()`. */
  sessionId?: string | (() => Token | Promise<Token>);
  /** Most streams open at once; other jobs are followed by one shared request. Default 3: browsers allow six connections. */
  maxStreams?: number;
  /** Automatic retries of a request. Default 5. */
  maxRetries?: number;
  /** Time limit of a request. Default 60,000. */
  timeoutMillis?: number;
  /** Without an event for so long after its request, a stream counts as blocked, and jobs are polled. Default 6,000. */
  openMillis?: number;
  /** A stream that sends nothing for so long is opened again; the service sends something every 15 s. Default 45,000. */
  silenceMillis?: number;
  /** Following a job ends with an error when the service cannot be reached for so long. Default 600,000. */
  giveUpMillis?: number;
  /** Instead of the global `fetch`. */
  fetch?: typeof fetch;
}

type Token = string | null | undefined;

export interface Retry {
  error: PressroomError;
  /** Time until the next try. */
  delayMillis: number;
  /** Failures in a row. */
  tries: number;
}

export interface CallOptions {
  signal?: AbortSignal;
  maxRetries?: number;
  timeoutMillis?: number;
  headers?: Record<string, string>;
  /** Called before the delay that precedes each retry. */
  onRetry?: (retry: Retry) => void;
}

export interface CreateOptions extends CallOptions {
  /** The same key and input create one job only. Default: a random one for each call. */
  idempotencyKey?: string;
}

export interface FollowOptions {
  signal?: AbortSignal;
  /** Called when the connection was lost, before the delay that precedes the next one. */
  onRetry?: (retry: Retry) => void;
}

export interface TextOptions extends FollowOptions {
  /** Each value is the text so far: show it in place of the one before. Without it, each value is what is new. */
  whole?: boolean;
  /**
   * Called before the text begins anew, because the job started again and writes other text. Without `whole`, drop the
   * pieces that you have, or two texts are mixed.
   */
  onRestart?: () => void;
}

export interface RequestOptions extends CallOptions {
  query?: Query;
  body?: unknown;
  /** Which credentials are sent. Default `all`: the token, else the session. */
  credentials?: 'all' | 'session' | 'none';
  /** The request can be sent twice without a second effect. */
  repeatable?: boolean;
  as?: 'json' | 'text' | 'response';
}

export type Query = Record<string, string | number | boolean | readonly string[] | null | undefined>;

export class Pressroom {
  constructor(options?: PressroomOptions);

  readonly articles: {
    create(input: ArticleInput, options?: CreateOptions): Promise<Job<ArticleResult, ArticleEvent>>;
  };
  readonly websites: {
    create(input: WebsiteInput, options?: CreateOptions): Promise<Job<WebsiteResult, WebsiteEvent>>;
  };
  readonly jobs: {
    /** A handle to follow a job that exists already; sends no request. */
    handle(id: string): Job;
    /** Input, attempts, steps and usage. */
    get(id: string, options?: CallOptions): Promise<JobDetails>;
    /** `wait`: the response is held until the status changes, at most so many seconds. */
    status(id: string, options?: CallOptions & { wait?: number }): Promise<JobStatus>;
    list(query?: JobQuery, options?: CallOptions): Promise<{ jobs: JobSummary[]; nextCursor: string | null }>;
    /** All pages of `list`, job by job. */
    all(query?: JobQuery & { signal?: AbortSignal }): AsyncIterableIterator<JobSummary>;
    /** All jobs or none. */
    batch(jobs: BatchInput[], options?: CreateOptions): Promise<Job[]>;
    /** Resolves also when the job was already cancelled; rejects when it has ended otherwise. */
    cancel(id: string, options?: CallOptions): Promise<void>;
    /** The same job again; `from` is the step from which it runs again. A job that is queued or running is left alone. */
    retry(id: string, options?: CallOptions & { from?: string }): Promise<Job>;
    /** Deletes a finished job; its post stays. Resolves also when there is no such job. */
    delete(id: string, options?: CallOptions): Promise<void>;
    /** Attempts to deliver the job's webhooks. */
    deliveries(id: string, query?: PageQuery, options?: CallOptions): Promise<{ deliveries: Delivery[]; nextCursor: string | null }>;
    redeliver(id: string, deliveryId: string, options?: CallOptions): Promise<any>;
  };
  readonly posts: {
    list(query?: PageQuery, options?: CallOptions): Promise<{ posts: Post[]; nextCursor: string | null }>;
    get(id: string, options?: CallOptions): Promise<Post>;
    /** A whole document with its title and absolute image URLs. */
    export(id: string, format: 'markdown' | 'html', options?: CallOptions): Promise<string>;
    create(post: NewPost, options?: CallOptions): Promise<Post>;
    /** With `ifMatch` (the `etag` of the post) only if nobody has changed it since. */
    update(id: string, changes: Partial<NewPost>, options?: CallOptions & { ifMatch?: string | undefined }): Promise<Post>;
    delete(id: string, options?: CallOptions & { ifMatch?: string | undefined }): Promise<void>;
  };
  readonly images: {
    /** Replaces the placeholders of a post by images. `success` is false when an image is missing. */
    generate(input: ImagesInput, options?: CallOptions): Promise<Images>;
  };
  readonly organizations: {
    list(query?: PageQuery, options?: CallOptions): Promise<{ organizations: Organization[]; nextCursor: string | null }>;
    get(id: string, options?: CallOptions): Promise<Organization>;
    /** What later articles are told. Null returns to what the analysis of the website has found. */
    update(
      id: string,
      changes: Partial<Pick<Organization, 'name' | 'voice' | 'audience'>> & { ctas?: CallToAction[] | null },
      options?: CallOptions & { ifMatch?: string | undefined },
    ): Promise<Organization>;
    delete(id: string, options?: CallOptions): Promise<void>;
  };
  readonly webhooks: {
    /** The webhook for all jobs of the user. */
    get(options?: CallOptions): Promise<WebhookEndpoint>;
    set(webhook: Webhook, options?: CallOptions): Promise<WebhookEndpoint>;
    delete(options?: CallOptions): Promise<void>;
    /** Makes or rotates the secret. It is shown once; the old one signs too for 24 hours. */
    rotateSecret(options?: CallOptions): Promise<{ secret: string; previousValidUntil: string | null }>;
  };
  /** Local accounts. These requests are not retried unless `maxRetries` is given. */
  readonly auth: {
    /** The user takes over what the client's session has made. */
    register(account: Registration, options?: CallOptions): Promise<SignedIn>;
    /** The user takes over what the client's session has made. */
    login(account: { email: string; password: string }, options?: CallOptions): Promise<SignedIn>;
    refresh(refreshToken: string, options?: CallOptions): Promise<SignedIn>;
    /** Without a refresh token it ends the sign-in of the client's token. */
    logout(refreshToken?: string, options?: CallOptions): Promise<any>;
    /** Changes the password and ends all other sign-ins. */
    password(change: { currentPassword: string; newPassword: string }, options?: CallOptions): Promise<any>;
    me(options?: CallOptions): Promise<{ user: User }>;
  };
  readonly sessions: {
    create(options?: CallOptions): Promise<{ session_id: string; expires_at: string }>;
    /** The user of the token takes over what the session has made. */
    adopt(sessionId: string, options?: CallOptions): Promise<any>;
  };
  readonly credits: {
    get(options?: CallOptions): Promise<Credits>;
  };

  /** Any other request. Resolves with the JSON of the response, null for 204. */
  request<T = any>(method: string, path: string, options?: RequestOptions): Promise<T>;
  /** The absolute URL of a path of the service. */
  url(path: string, query?: Query): string;
}

export interface Job<Result = any, Event extends JobEvent = JobEvent> {
  readonly id: string;
  /** Addresses of the job; only after it was created by this client. */
  readonly urls?: { status: string; stream: string; cancel: string; retry: string };
  /**
   * The events from the first one on, until `complete` or `failed`. A lost connection is opened again; no event is lost or
   * doubled. Leaving the loop closes the connection; it does not cancel the job.
   */
  events(options?: FollowOptions): AsyncIterableIterator<Event>;
  /**
   * The text of an article while it is being written. Throws JobFailed when the job fails.
   *
   *     for await (const text of job.text({ whole: true })) article.textContent = text;
   *
   * Without `whole` the values are pieces. They are what was streamed; `result()` has the final text, which may have more.
   */
  text(options?: TextOptions): AsyncIterableIterator<string>;
  /** The narrative of a website analysis. After a lost connection it begins with `connected` and its first event again. */
  narrative(options?: FollowOptions): AsyncIterableIterator<NarrativeEvent>;
  /** Waits for the end of the job. Throws JobFailed when it fails or is cancelled. */
  result(options?: FollowOptions): Promise<Result>;
  status(options?: CallOptions & { wait?: number }): Promise<JobStatus<Result>>;
  details(options?: CallOptions): Promise<JobDetails<Result>>;
  cancel(options?: CallOptions): Promise<void>;
  retry(options?: CallOptions & { from?: string }): Promise<Job<Result, Event>>;
  delete(options?: CallOptions): Promise<void>;
}

export interface JobOptions {
  /** Up to 10 texts of 1 to 64 characters. */
  tags?: string[];
  /** The job fails with `EXPIRED` when it has not started by then. */
  startWithinSeconds?: number;
  webhook?: Webhook;
  /** A finished job of yours: members of its input that are not given are taken from it. */
  basedOn?: string;
  /** With `basedOn`: name of the step from which the job runs; the results of the steps before are kept. */
  from?: string;
}

export interface ArticleInput extends JobOptions {
  topic?: { title: string; subheader?: string | null };
  businessInfo?: { businessType?: string | null; targetAudience?: string | null };
  organizationId?: string;
  additionalInstructions?: string | null;
  options?: {
    autoSave?: boolean;
    status?: 'draft' | 'published';
    includeVisuals?: boolean;
    language?: string;
    voice?: string;
    length?: string;
    wordCount?: number;
    [more: string]: unknown;
  };
  ctas?: CallToAction[];
  [more: string]: unknown;
}

export interface CallToAction {
  text: string;
  href: string;
  type?: string;
  placement?: string;
}

export interface WebsiteInput extends JobOptions {
  url?: string;
  [more: string]: unknown;
}

export type BatchInput = ({ type: 'content_generation' } & ArticleInput) | ({ type: 'website_analysis' } & WebsiteInput);

export interface Webhook {
  url: string;
  events?: ('job.started' | 'job.completed' | 'job.failed' | 'job.cancelled')[];
}

export interface WebhookEndpoint {
  url: string | null;
  events: string[];
  /** When deliveries to this URL ended; null while they are sent. */
  disabledAt: string | null;
  /** Why: `GONE` (the receiver answered 410) or `FAILING`. */
  disabledReason: string | null;
  secret: { createdAt: string; previousValidUntil: string | null } | null;
  [more: string]: unknown;
}

export interface Delivery {
  /** The header `webhook-id`. */
  id: string;
  type: string;
  url: string;
  status: string;
  tries: number;
  createdAt: string;
  attempts: Record<string, unknown>[];
  [more: string]: unknown;
}

export interface Organization {
  id: string;
  name: string | null;
  voice: string | null;
  audience: string | null;
  ctas: CallToAction[];
  websiteUrl: string | null;
  createdAt: string;
  updatedAt: string;
  /** The version that was read, for `ifMatch`; not in lists. */
  etag?: string;
  [more: string]: unknown;
}

export interface PageQuery extends Query {
  limit?: number;
  /** The `nextCursor` of the page before. */
  cursor?: string;
}

export interface JobQuery extends Query {
  status?: JobState;
  type?: JobType;
  tag?: string;
  /** Words of the title. */
  q?: string;
  /** At most 100 jobs. */
  ids?: string[];
  limit?: number;
  cursor?: string;
}

export type JobState = 'queued' | 'running' | 'succeeded' | 'failed';
export type JobType = 'content_generation' | 'website_analysis';

export interface JobSummary {
  jobId: string;
  type: JobType;
  /** A cancelled job is `failed` with the code `CANCELLED`. */
  status: JobState;
  title?: string | null;
  tags?: string[];
  /** From 0 to 100. */
  progress: number;
  currentStep: string | null;
  /** Seconds. */
  estimatedTimeRemaining: number | null;
  error: string | null;
  errorCode: string | null;
  createdAt: string;
  updatedAt: string;
  attempt: number;
  queuePosition?: number | null;
}

export interface JobStatus<Result = any> extends JobSummary {
  /** Null until the job has succeeded. */
  result: Result | null;
}

export interface JobDetails<Result = any> extends JobStatus<Result> {
  input: Record<string, unknown>;
  attempts: {
    number: number;
    startedAt: string | null;
    endedAt: string | null;
    outcome: string | null;
    error: string | null;
    errorCode: string | null;
  }[];
  steps: {
    name: string;
    attempt: number;
    startedAt: string | null;
    durationMs: number | null;
    inputTokens: number | null;
    outputTokens: number | null;
    cost: number | null;
  }[];
  usage: { inputTokens: number; outputTokens: number; cost: number | null; currency?: string | null };
}

interface Named<Type extends string, Data> {
  type: Type;
  data: Data;
  /** Number of a durable event; transient ones have none. */
  id?: number;
}

export interface Progress {
  progress: number;
  currentStep: string | null;
  /** Seconds. */
  estimatedTimeRemaining: number | null;
  phase?: string;
  detail?: string;
}

export interface Failure {
  error: string;
  errorCode: string;
  /** Whether a retry can succeed. */
  retryable: boolean;
}

/** Events of every job. */
export type CommonEvent<Result = any> =
  | Named<'connected', { connectionId: string; jobId: string }>
  | Named<'step-change', Progress>
  | Named<'progress-update', Progress>
  | Named<'attempt-failed', Failure & { attempt: number }>
  | Named<'complete', { result: Result }>
  | Named<'failed', Failure>;

export type ArticleEvent =
  | CommonEvent<ArticleResult>
  | Named<'context-result', { organizationId: string; completenessScore: number; availability: Record<string, unknown> }>
  | Named<'content-chunk', { text: string; /** Cut your text at this position (in UTF-16 units, as `slice` counts), then append `text`. */ offset: number }>
  | Named<'blog-result', Article>
  | Named<'visuals-result', { visualContentSuggestions: VisualSuggestion[] }>
  | Named<'seo-result', { seoAnalysis: SeoAnalysis }>;

export type WebsiteEvent =
  | CommonEvent<WebsiteResult>
  | Named<'scrape-phase', { phase: 'start' | 'validate' | 'fetch' | 'parse-html' | 'extract' | 'ctas'; message: string; url?: string }>
  | Named<'scrape-result', { url: string; title: string; metaDescription: string; headings: unknown[]; scrapedAt: string }>
  | Named<'analysis-result', Omit<WebsiteResult, 'success' | 'scenarios'>>
  | Named<'audience-complete', { audience: Scenario }>
  | Named<'audiences-result', { scenarios: Scenario[] }>
  | Named<'pitch-complete', { index: number; scenario: Scenario }>
  | Named<'pitches-result', { scenarios: Scenario[] }>
  | Named<'scenario-image-complete', { index: number; scenario: Scenario }>
  | Named<'scenarios-result', { scenarios: Scenario[] }>;

export type JobEvent = ArticleEvent | WebsiteEvent;

export type NarrativeEvent =
  | Named<'connected', { connectionId: string; jobId: string }>
  | Named<'analysis-status-update', { content: string; progress?: number }>
  | Named<'transition', { content: string }>
  | Named<'analysis-chunk', { content: string }>
  /** `content` is a JSON text of `{ category, heading, body, takeaway }`. */
  | Named<'insight-card', { content: string }>
  /** `content` is a JSON text. */
  | Named<'business-profile', { content: string }>
  | Named<'narrative-complete', { content: string }>
  | Named<'complete', Record<string, never>>
  | Named<'failed', Failure>;

export interface Article {
  title: string;
  subtitle?: string;
  /** Markdown, with placeholders for images until these are generated. */
  content: string;
  metaDescription?: string;
  tags?: string[];
  seoKeywords?: string[];
  estimatedReadTime?: string;
  visualContentSuggestions?: VisualSuggestion[];
  seoAnalysis?: SeoAnalysis;
  generationMetadata?: { model: string; duration: number; tokensUsed: number; generatedAt: string };
  [more: string]: any;
}

export interface VisualSuggestion {
  type: string;
  description: string;
  placement?: string;
  prompt?: string;
}

export interface SeoAnalysis {
  overallScore: number;
  topStrengths: string[];
  topImprovements: string[];
  [more: string]: unknown;
}

export interface ArticleResult {
  success: boolean;
  data: Article;
  /** Null when `autoSave` was false. */
  savedPost: { id: string; title: string; content: string; status: 'draft' | 'published'; created_at: string } | null;
  metadata: Record<string, any>;
  imageGeneration: {
    hasPlaceholders: boolean;
    needsImageGeneration: boolean;
    blogPostId: string | null;
    topic?: unknown;
    organizationId?: string | null;
  };
}

export interface WebsiteResult {
  success: boolean;
  url: string;
  scrapedAt: string;
  analysis: Record<string, any>;
  metadata: { title: string; headings: unknown[] };
  scenarios: Scenario[];
  ctas: Record<string, any>[];
  ctaCount: number;
  hasSufficientCTAs: boolean;
  organizationId: string;
}

export interface Scenario {
  sample?: boolean;
  targetSegment?: { demographics: string; psychographics: string; searchBehavior: string };
  customerProblem?: string;
  businessValue?: { searchVolume: string; conversionPotential: string; priority: number };
  customerLanguage?: string[];
  conversionPath?: string;
  seoKeywords?: string[];
  contentIdeas?: { title: string; searchIntent?: string }[];
  pitch?: string | null;
  imageUrl?: string | null;
}

export interface NewPost {
  title: string;
  /** Markdown. */
  content: string;
  status?: 'draft' | 'published';
  organizationId?: string | null;
  [more: string]: unknown;
}

export interface Post extends Article {
  id: string;
  status: 'draft' | 'published';
  createdAt: string;
  updatedAt: string;
  organizationId: string | null;
  jobId: string | null;
  /** The version that was read, for `ifMatch`; not in lists. */
  etag?: string;
}

export interface ImagesInput {
  blogPostId: string;
  content?: string;
  topic?: unknown;
  organizationId?: string | null;
}

export interface Images {
  success: boolean;
  content: string;
  blogPostId: string;
  message?: string;
  errors?: { description: string; message: string; errorCode: string }[];
}

export interface Registration {
  email: string;
  password: string;
  firstName?: string;
  lastName?: string;
  organizationName?: string;
  websiteUrl?: string;
}

export interface User {
  id: string;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  organizationId: string | null;
  plan: string;
  [more: string]: unknown;
}

export interface SignedIn {
  user: User;
  accessToken: string;
  refreshToken: string;
  /** Lifetime of the access token in seconds. */
  expiresIn: number;
}

export interface Credits {
  basePlan: string;
  isUnlimited: boolean;
  totalCredits: number | null;
  availableCredits: number | null;
  usedCredits: number;
  breakdown: Record<string, number>;
  /** The costs of this month (UTC) and their budget, of the organization in the token or else of the user. */
  month: { budget: number | null; spent: number; currency: string; resetsAt: string };
}

/** All errors of the client, except for those of an AbortSignal or of `getToken`, which are thrown as they are. */
export class PressroomError extends Error {
  /** HTTP status; 0 without a response. */
  readonly status: number;
  /** Code for programs, such as `RATE_LIMITED`. */
  readonly errorCode: string;
  /** Short title for users. */
  readonly title: string;
  /** Invalid members of the request. */
  readonly details: { path: string; message: string }[];
  /** More about a 402. */
  readonly data?: any;
  /** For the operators of the service: the request in their log. */
  readonly requestId?: string;
  /** Seconds after which the service wants to be asked again. */
  readonly retryAfter?: number;
  /** Whether the same request can succeed later. */
  readonly isTransient: boolean;
}

/** 400 */
export class ValidationError extends PressroomError {}
/** 401 */
export class AuthenticationError extends PressroomError {}
/** 402: no credits. */
export class InsufficientCreditsError extends PressroomError {
  /** The plan and its credits. */
  readonly data?: {
    currentPlan: string;
    creditsUsed: number;
    creditsAvailable: number;
    /** Path of a page about plans, for instance `/pricing`. */
    upgradeUrl: string;
  };
}
/** 402: the costs of this month have reached the budget. */
export class BudgetExceededError extends PressroomError {
  /** The month of the organization or user; times as text. */
  readonly data?: { budget: number; spent: number; currency: string; resetsAt: string };
}
/** 404 */
export class NotFoundError extends PressroomError {}
/** 409 and 412 */
export class ConflictError extends PressroomError {}
/** 429 */
export class RateLimitError extends PressroomError {}
/** 502, 503 and 504 */
export class UnavailableError extends PressroomError {}
/**
 * No response: no network, the server is down, or the time limit is over (`TIMEOUT`). `ORIGIN_REFUSED`: the service responds,
 * but its setting PRESSROOM_HTTP_CORS_ORIGINS does not have the origin of this page; this is not retried.
 */
export class ConnectionError extends PressroomError {}
/** The response is not one of this service (another server, a proxy, a login page): check `baseUrl`. */
export class InvalidResponseError extends PressroomError {}
/** The job has failed, or was cancelled (`CANCELLED`). */
export class JobFailed extends PressroomError {
  readonly jobId: string;
  /** Whether `retry()` can succeed. */
  readonly retryable: boolean;
}
