package dev.pressroom.config;

import dev.pressroom.base.IpBlock;
import dev.pressroom.base.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * Everything that can be set, read once at the start and checked. {@code conf/default.yaml} explains each key.
 *
 * @param data folder of the embedded servers and of what dev mode makes once
 */
public record Settings(
        Mode mode,
        Path data,
        Set<Role> roles,
        Http http,
        Database database,
        Redis redis,
        Auth auth,
        Workers workers,
        Streams streams,
        Cluster cluster,
        Model model,
        Credits credits,
        Limits limits,
        Retention retention,
        Fetch fetch,
        Watchdog watchdog,
        LogFormat logFormat,
        LogLevel logLevel) {

    public enum Mode {
        DEV,
        PRODUCTION
    }

    public enum Role {
        HTTP,
        WORKER
    }

    public enum LogFormat {
        TEXT,
        JSON
    }

    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /** Whether models on this machine are to be looked for in this way: never in production, or with a model configured. */
    public boolean discovers(ModelDiscovery wanted) {
        return !isProduction() && model.isDemo() && model.discovery == wanted;
    }

    public boolean isProduction() {
        return mode == Mode.PRODUCTION;
    }

    Settings withSecret(Secret secret) {
        return new Settings(
                mode,
                data,
                roles,
                http,
                database,
                redis,
                auth.withSecret(secret),
                workers,
                streams,
                cluster,
                model,
                credits,
                limits,
                retention,
                fetch,
                watchdog,
                logFormat,
                logLevel);
    }

    /**
     * @param host address to listen at
     * @param port 0 lets the system choose
     * @param maxHeaderSize bytes of a request line, and of all headers of a request together
     * @param bodyLimit bytes
     * @param batchBodyLimit bytes of a batch of jobs
     * @param anonymousBodyLimit bytes of a body that is read before it is known who calls
     * @param bufferedBodies bytes of all bodies that this node holds in memory at once; requests beyond get 503
     * @param unsentAnswers bytes of all answers that wait to be read by clients; larger answers beyond become 503
     * @param bodyTimeout within which a body must have arrived
     * @param idleTimeout after which a silent connection is closed
     * @param corsOrigins exact origins, or a single {@code *}
     * @param proxies whose word on where a request comes from is taken
     * @param instances HTTP verticles, each on an event loop of its own
     * @param drain how long a node that was told to stop still serves, and says that it is not ready
     * @param answerWithin how long the synchronous routes wait for their job
     * @param maxHeld requests per HTTP verticle that wait for their job to come further; more are answered at once
     * @param publicUrl at which clients reach the service, without a slash at its end; empty in dev mode: where it listens
     */
    public record Http(
            String host,
            int port,
            int maxHeaderSize,
            int bodyLimit,
            int batchBodyLimit,
            int anonymousBodyLimit,
            int bufferedBodies,
            int unsentAnswers,
            Duration bodyTimeout,
            Duration idleTimeout,
            Connections connections,
            Http2 http2,
            List<String> corsOrigins,
            Proxies proxies,
            Rates rates,
            int instances,
            Duration drain,
            Duration answerWithin,
            int maxHeld,
            Optional<String> publicUrl) {
        /** The greatest value of {@code maxHeaderSize}, in bytes. */
        public static final int LARGEST_HEADER_SIZE = 32 << 10;

        /** Where a program on this machine reaches the service. */
        public String localUrl(int listening) {
            String name = host.matches("127\\.0\\.0\\.1|0\\.0\\.0\\.0|::|[a-zA-Z].*") ? "localhost" : host;
            return "http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + listening;
        }
    }

    /**
     * The connections of clients to this node.
     *
     * @param most at once
     * @param perAddress at once from one network address that is no trusted proxy's; empty is no limit
     * @param headTimeout within which the head of a request must have arrived
     */
    public record Connections(int most, OptionalInt perAddress, Duration headTimeout) {}

    /**
     * @param clearText whether HTTP/2 is spoken at all; this node has no TLS of its own
     * @param maxStreams requests at once on one connection
     * @param window bytes of a body that a client may send before this node reads
     */
    public record Http2(boolean clearText, int maxStreams, int window) {}

    /**
     * The proxies before this node.
     *
     * @param networks in which each address is a trusted proxy
     * @param hops how many proxies are between the clients and this node, whatever their addresses; 0 where networks count
     */
    public record Proxies(List<IpBlock> networks, int hops) {
        /** One value of the setting. */
        sealed interface Given permits Network, Hops {}

        record Network(IpBlock block) implements Given {}

        record Hops(int count) implements Given {}

        static Proxies of(List<Given> given) {
            return new Proxies(
                    given.stream()
                            .filter(Network.class::isInstance)
                            .map(each -> ((Network) each).block())
                            .toList(),
                    given.stream()
                            .filter(Hops.class::isInstance)
                            .mapToInt(each -> ((Hops) each).count())
                            .sum());
        }
    }

    /**
     * Requests in a minute; empty is no limit.
     *
     * @param address of one network address, of any kind, before it is known who calls
     * @param create creating and retrying jobs, of one caller
     * @param stream opening streams, of one caller
     * @param read everything else, of one caller
     * @param probe health and metrics, of one network address
     */
    public record Rates(
            OptionalInt address, OptionalInt create, OptionalInt stream, OptionalInt read, OptionalInt probe) {
        /** One limit for a caller on every route. That of an address is never below it. */
        Rates all(OptionalInt limit) {
            OptionalInt wider = limit.isEmpty() || address.isEmpty()
                    ? OptionalInt.empty()
                    : OptionalInt.of(Math.max(limit.getAsInt(), address.getAsInt()));
            return new Rates(wider, limit, limit, limit, limit.isEmpty() ? limit : probe);
        }
    }

    /**
     * @param url empty in dev mode: the embedded server is used
     * @param directUrl the same database without the pooler that {@code url} leads through, for migrations
     * @param poolSize connections of this node
     * @param maxWaiting statements that may wait for a connection; more are refused
     */
    public record Database(
            Optional<Secret> url,
            Optional<Secret> directUrl,
            int poolSize,
            int maxWaiting,
            Duration connectTimeout,
            Duration statementTimeout) {}

    /** As {@link Database}; without a URL in production there is no queue: reads work, creating answers 503. */
    public record Redis(
            Optional<Secret> url,
            Optional<Path> caFile,
            int poolSize,
            int maxWaiting,
            Duration connectTimeout,
            Duration commandTimeout) {}

    /**
     * How tokens are checked: exactly one of secret, public key, JWKS document and OpenID discovery. In dev mode none may
     * be given; then {@link DevSecret} puts a secret in.
     *
     * @param publicKey in PEM
     * @param discoveryUrl of an issuer whose {@code /.well-known/openid-configuration} names its JWKS document
     * @param leeway by which clocks may differ
     */
    public record Auth(
            Optional<Secret> secret,
            Optional<String> publicKey,
            Optional<URI> jwksUrl,
            Optional<URI> discoveryUrl,
            Optional<String> issuer,
            Optional<String> audience,
            Claims claims,
            Duration leeway,
            Accounts accounts) {
        Auth withSecret(Secret made) {
            return new Auth(
                    Optional.of(made), publicKey, jwksUrl, discoveryUrl, issuer, audience, claims, leeway, accounts);
        }
    }

    /**
     * The names of claims; of several the first that is there counts. A name with dots that is no claim itself is a path
     * into nested objects.
     *
     * @param user ids of users: UUIDs, or any text of at most 255 characters, which becomes a UUID
     * @param organization ids of organizations, likewise
     * @param role a text, or a list of which {@code admin} counts
     * @param namespace of the UUIDs (version 5, RFC 9562) that stand for ids that are none
     */
    public record Claims(
            List<String> user, List<String> organization, List<String> email, List<String> role, UUID namespace) {}

    /**
     * The accounts that this service owns.
     *
     * @param local whether there are any: never with a public key or a JWKS document, since then tokens are made elsewhere
     * @param accessTtl how long an access token is good
     * @param refreshTtl how long a refresh token is good, counted anew with each refresh
     * @param loginTries wrong passwords for one e-mail from one address in a quarter of an hour
     * @param loginTriesPerAddress the same for one address and all e-mails; empty is no limit
     */
    public record Accounts(
            boolean local, Duration accessTtl, Duration refreshTtl, int loginTries, OptionalInt loginTriesPerAddress) {}

    /**
     * @param slots jobs run at once on this node
     * @param lease a running job whose heartbeats are missing for so long is rescued
     * @param poll how often an idle worker looks into the queue by itself
     * @param maxDeaths lost workers that count against a job after which it fails
     * @param lossPauses how long a job rests after it has lost a worker alone, for the first time, the second, and so on
     * @param blockedLoop a step that blocks an event loop for so long has cost a worker
     * @param blockedThread the same of a worker thread
     * @param jobDeadline the longest a single attempt may run
     * @param stepTries how often a step is tried when it fails in a way that passes
     * @param grace how long running steps may go on when the node is told to stop
     */
    public record Workers(
            int slots,
            Duration lease,
            Duration poll,
            int maxDeaths,
            List<Duration> lossPauses,
            Duration blockedLoop,
            Duration blockedThread,
            Duration jobDeadline,
            int stepTries,
            Duration grace) {

        /** The same with another lease. */
        public Workers withLease(Duration other) {
            return new Workers(
                    slots,
                    other,
                    poll,
                    maxDeaths,
                    lossPauses,
                    blockedLoop,
                    blockedThread,
                    jobDeadline,
                    stepTries,
                    grace);
        }
    }

    /**
     * @param heartbeat interval of the comment line that keeps a stream open
     * @param maxAge a stream is closed after this time; clients resume by number
     * @param check how often watched jobs are compared with their rows
     * @param maxOpen streams per HTTP verticle; more are refused
     * @param bufferBytes a stream with more unsent bytes gets no transient events
     * @param slowClient a client that has not read for so long is cut off
     */
    public record Streams(
            Duration heartbeat, Duration maxAge, Duration check, int maxOpen, int bufferBytes, Duration slowClient) {}

    /**
     * @param host the address at which the other nodes reach this one
     * @param port at which they agree on who is there; 0 lets the system choose
     * @param busPort at which they send messages; 0 lets the system choose
     * @param bind where this node listens for both: the same, unless something in between translates addresses
     */
    public record Cluster(boolean enabled, String host, int port, int busPort, Bind bind) {
        public record Bind(String host, int port, int busPort) {}
    }

    public enum ModelDiscovery {
        OFF,
        /** Look, and say what was found. */
        ON,
        /** Use the first chat model that is found. */
        USE
    }

    public enum ModelProvider {
        OPENAI,
        ANTHROPIC
    }

    /**
     * The models behind the pipelines. Without a key and a base URL the demo model serves.
     *
     * @param provider whose API writes texts; images are always OpenAI's
     * @param temperature empty leaves it to the provider
     * @param maxTokens the most tokens of an answer; empty leaves it to the provider
     * @param timeout of one call, also between two pieces of a stream
     * @param concurrent calls at once on this node
     * @param proxy {@code http://[user:password@]host:port}, for https base URLs
     * @param noProxy hosts that are reached without the proxy
     * @param prompts folder of prompts that replace the built-in ones of the same file name
     * @param discovery of models on this machine, in dev mode and where none is configured
     * @param demoPace the demo model's pause per piece of text
     */
    public record Model(
            ModelProvider provider,
            OpenAi openAi,
            Anthropic anthropic,
            Optional<Double> temperature,
            OptionalInt maxTokens,
            Duration timeout,
            int concurrent,
            Optional<Secret> proxy,
            List<String> noProxy,
            Optional<Path> prompts,
            ModelDiscovery discovery,
            Duration demoPace) {
        /** Whether texts are written by the demo model. */
        public boolean isDemo() {
            return provider == ModelProvider.OPENAI && !openAi.isThere();
        }

        /** The name of the model that writes texts, as its provider knows it. */
        public String name() {
            return isDemo() ? "demo" : provider == ModelProvider.OPENAI ? openAi.model() : anthropic.model();
        }
    }

    /**
     * OpenAI, or a server that is compatible with it.
     *
     * @param apiVersion of Azure's API
     * @param headers further headers of each request, {@code Name: value}
     */
    public record OpenAi(
            Optional<Secret> key,
            Optional<URI> baseUrl,
            String model,
            String imageModel,
            Optional<String> apiVersion,
            List<String> headers) {
        /** The name of an image model that stands for the cards that are drawn here. */
        public static final String DRAWN_HERE = "demo";

        public boolean isThere() {
            return key.isPresent() || baseUrl.isPresent();
        }
    }

    public record Anthropic(Optional<Secret> key, URI baseUrl, String model) {}

    /** @param starting credits of a new user; empty is unlimited */
    public record Credits(OptionalInt starting) {}

    /**
     * Jobs that may be queued or running at once, and posts that may be kept; empty is no limit.
     *
     * @param jobsOfUser of one user, or of one organization that tokens carry
     * @param jobsOfVisitor of all visitors from one network
     * @param postsOfUser that one user may keep
     * @param postsOfVisitor that all visitors from one network may keep
     */
    public record Limits(
            OptionalInt jobsOfUser, OptionalInt jobsOfVisitor, OptionalInt postsOfUser, OptionalInt postsOfVisitor) {}

    /**
     * @param jobs how long finished jobs are kept
     * @param idempotencyKeys how long an idempotency key answers again
     * @param images how long an image is kept that nothing uses
     * @param visitors how long the organizations of visitors are kept, after they last changed
     * @param users how long a user is kept who has left nothing and is not seen
     */
    public record Retention(
            Duration jobs, Duration idempotencyKeys, Duration images, Duration visitors, Duration users) {
        /** Results show images: they stay for as long as the jobs. */
        public Duration imagesAtLeastAsLongAsJobs() {
            return images.compareTo(jobs) < 0 ? jobs : images;
        }
    }

    /**
     * Reading the pages of others.
     *
     * @param allowPrivate whether loopback and private addresses may be read
     * @param timeout of a whole page, with its redirects
     * @param maxSize bytes of a page that are looked at
     */
    public record Fetch(boolean allowPrivate, Duration timeout, int maxSize) {}

    /**
     * Blocked threads.
     *
     * @param unreadyAfter a thread that is blocked for longer makes the node unready
     * @param haltAfter an event loop that is blocked for longer ends the process; empty is never
     */
    public record Watchdog(Duration unreadyAfter, Optional<Duration> haltAfter) {}
}
